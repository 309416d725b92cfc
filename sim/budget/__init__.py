"""Outlays by fund, level of government and time.

What a fund may pay, and what happens when it runs short, is decided here and nowhere else.
"""
