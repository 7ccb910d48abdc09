"""Local web pages that write records: `review` decides on items.

A page is served to this machine alone, behind a token in its address. It changes no benchmark: what people decide is
appended to a journal beside it, from which a new benchmark is made.
"""
