"""Programs that mean no harm, and what plain CPython says of them.

corpus      the programs: written by hand (the text files), and of families with drawn values (families)
reference   plain CPython, one process for all of them, each forked: the truth to agree with
compare     a result against the truth: agree, unsupported, or disagree and how
"""
