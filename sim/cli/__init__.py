"""The ``sim`` command: what a user types, and what a script reads.

Exit codes: 0 done; 1 a check failed; 2 something in the input must be put right.
"""

from sim.cli.main import main

__all__ = ["main"]
