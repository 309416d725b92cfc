"""Wengang (稳岗): a fiscal impact simulator for employment-stabilisation policy."""

__version__ = "0.1.0"
