"""Items from the procedural data sets of `reasoning_gym` (Stojanovski et al. 2025, arXiv:2505.24760).

    table: which data sets, at which levels --> drawing: one entry per item, from a seed of its own
    --> answers: the entry's gold as a typed answer --> maker: items without documents, one batch per data set

Only data sets whose own scorer agrees with our graders are in the table; docs/gym.md says what was left out and why.
"""
