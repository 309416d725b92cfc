"""What the documents say: parameters with dates, units and sources, layered by level of government.

Law is data. This room loads it strictly and answers "what does clause X say on day D";
it knows no population and pays no money.
"""
