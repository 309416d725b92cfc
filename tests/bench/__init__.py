"""How fast the simulator is, beside a plain pandas version of the same rules; ``make bench``."""
