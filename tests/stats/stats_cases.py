"""Observations for the tests of `benchwright.stats`, made by hand and by Hypothesis."""

from __future__ import annotations

import random
from collections import defaultdict
from fractions import Fraction

from hypothesis import strategies as st

from benchwright.stats import Observation

ONCE = st.just(1)
KINDS = ("count", "date", "name", "none")


def observe(right, *, kind="count", cluster="d0", prefix=""):
    """One observation per item: right is a sequence of True, False and None."""
    return [
        Observation(f"{prefix}{kind}-{cluster}-{index}", kind, cluster, 1, value) for index, value in enumerate(right)
    ]


def corpus(share, *, documents=12, per_document=6, kinds=2, seed=0):
    """Documents whose items are right with chance `share`; every kind lies in every document."""
    stream = random.Random(seed)
    return [
        Observation(f"{document}-{index}", KINDS[index % kinds], f"d{document:02d}", 1, stream.random() < share)
        for document in range(documents)
        for index in range(per_document)
    ]


@st.composite
def observations(draw, *, epochs=ONCE, documents=3, unresolved=False, least=1):
    """Up to 40 items of up to four kinds in a few documents."""
    count = draw(st.integers(least, 40))
    outcomes = st.sampled_from([True, False, None] if unresolved else [True, False])
    found = []
    for index in range(count):
        kind, cluster = draw(st.sampled_from(KINDS)), f"d{draw(st.integers(0, documents - 1))}"
        found += [Observation(f"i{index}", kind, cluster, e, draw(outcomes)) for e in range(draw(epochs))]
    return found


def slow_headline(found):
    """The mean over kinds of the mean over items of the mean over epochs, in fractions."""
    epochs = defaultdict(list)
    for seen in found:
        epochs[seen.kind, seen.item].append(Fraction(bool(seen.right)))
    kinds = defaultdict(list)
    for (kind, _), values in epochs.items():
        kinds[kind].append(sum(values) / len(values))
    return sum(sum(values) / len(values) for values in kinds.values()) / len(kinds)


def changed(found, **fields):
    """The observations with each named field passed through a function of the observation."""
    return [
        Observation(**{name: fields[name](seen) if name in fields else getattr(seen, name) for name in seen.__slots__})
        for seen in found
    ]
