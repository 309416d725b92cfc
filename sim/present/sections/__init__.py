"""The sections of a page: each turns a view of a run into blocks, in either language."""
