"""Tools that know nothing of policy: errors, documents, dates, money, draws, files, sums.

Nothing here may mention a measure, a jurisdiction or a population.
"""
