import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import InputError
from benchwright.items.lengths import parse_lengths, short, written


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("4k", (4000,)),
        ("1500", (1500,)),
        ("1M", (1_000_000,)),
        ("4k,16k,64k", (4000, 16000, 64000)),
        ("4K, 16K", (4000, 16000)),
        ("1k..8k", (1000, 2000, 4000, 8000)),
        ("1k..128k", tuple(1000 * 2**step for step in range(8))),
        ("500,1k..4k,100k", (500, 1000, 2000, 4000, 100_000)),
        ("4k..4k", (4000,)),
    ],
)
def test_what_people_write_is_read(text, lengths):
    assert parse_lengths(text) == lengths


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' is no length"),
        ("4x", "'4x' is no length"),
        ("4k,", "'' is no length"),
        ("1.5k", "'1.5k' is no length"),
        ("-4k", "'-4k' is no length"),
        ("0", "'0' is no length"),
        ("9999M", "'9999M' is no length"),
        ("1k..100k", "end the range at 64k or 128k"),
        ("8k..4k", "end the range at 8k or 16k"),
        ("1k..2k..4k", "'2k..4k' is no length"),
        ("8k,4k", "write '4k,8k'"),
        ("4k,4k", "write '4k'"),
        ("1k..4k,2k", "write '1k,2k,4k'"),
    ],
)
def test_what_is_no_length_is_refused_with_its_value(text, said):
    with pytest.raises(InputError) as refused:
        parse_lengths(text)
    assert said in str(refused.value)


@given(st.sets(st.integers(1, 10**9), min_size=1))
def test_what_is_written_is_read_back(lengths):
    assert parse_lengths(written(sorted(lengths))) == tuple(sorted(lengths))


@given(st.integers(1, 10**6), st.integers(0, 9))
def test_a_range_doubles_from_its_start_to_its_end(start, steps):
    found = parse_lengths(f"{start}..{start * 2**steps}")
    assert found == tuple(start * 2**step for step in range(steps + 1))


@pytest.mark.parametrize(("length", "text"), [(8000, "8k"), (1500, "1500"), (2_000_000, "2M"), (999, "999")])
def test_short_forms(length, text):
    assert short(length) == text
