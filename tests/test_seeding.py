"""Laws of random streams."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from benchwright.seeding import rng, seed_of

parts = st.lists(st.text(max_size=4) | st.integers() | st.booleans() | st.none(), max_size=4).map(tuple)


@given(parts)
def test_the_same_parts_give_the_same_stream(what):
    assert [rng(*what).random() for _ in range(2)] == [rng(*what).random()] * 2


@given(parts, parts)
def test_other_parts_give_another_stream(one, other):
    typed = [[(type(part), part) for part in what] for what in (one, other)]
    assert (seed_of(*one) == seed_of(*other)) == (typed[0] == typed[1])


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_item_i_of_one_seed_is_no_item_of_the_next(seed, index):
    assert seed_of("m", seed, index + 1) != seed_of("m", seed + 1, index)


def test_splits_share_no_stream():
    streams = [{seed_of("worlds", 0, split, index) for index in range(500)} for split in ("train", "test")]
    assert not streams[0] & streams[1]


def test_grouping_matters():
    assert seed_of("ab", "c") != seed_of("a", "bc")


def test_a_seed_is_the_hash_of_its_parts_on_every_machine():
    text = b'[["str", "benchwright"], ["int", 0]]'
    assert seed_of("benchwright", 0) == int.from_bytes(hashlib.sha256(text).digest()[:16], "big")
