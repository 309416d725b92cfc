"""The program beside published evaluations of such programmes elsewhere (``sim validate``)."""
