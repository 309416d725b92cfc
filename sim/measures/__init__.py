"""How each kind of measure decides and pays: one small pure function per kind.

A kind is shared by all jurisdictions; what differs between them is terms, read from the law.
No randomness, no population, no totals here.
"""
