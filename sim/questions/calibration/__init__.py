"""The calibration: free numbers of the economy fitted to published figures, the fit kept as data.

``sim calibrate`` runs it. What is free and what is aimed at stands in ``data/calibration.yaml``,
the result in ``data/fit.yaml``; the values that the program uses stay in
``sim/economy/data/responses.yaml``, and a test compares the two.
"""
