"""One module for each kind of measure, or for a family that shares its terms.

A module holds terms and pure functions ``(table, terms) -> Award``; nothing else imports it by name
except a kind that builds on another.
"""
