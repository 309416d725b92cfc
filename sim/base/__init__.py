"""Tools that know nothing of policy: errors, strict documents, dates, money, draws, files.

Nothing here may mention a measure, a jurisdiction or a population.
"""
