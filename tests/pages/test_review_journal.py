"""Nothing that was decided is ever lost: replay, torn lines, undo, several processes, a full disk."""

import errno
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from benchwright.errors import DamagedError, OutputError
from benchwright.pages.review import Changes, Decisions, Entry, Journal, read_decisions

NAMES, ITEMS = ("ada", "ben", "cy"), ("i1", "i2", "i3")
WHEN = "2026-01-01T00:00:00+00:00"


def entry(reviewer="ada", item="i1", action="accept", **more):
    reason = "wrong \n\u2028 answer" if action == "reject" else ""
    changes = Changes(question="What?") if action == "edit" else None
    return Entry(action=action, reviewer=reviewer, item=item, time=WHEN, reason=reason, changes=changes, **more)


acts = st.tuples(
    st.sampled_from(NAMES), st.sampled_from(ITEMS), st.sampled_from(["accept", "edit", "reject", "undo"])
)  # fmt: skip


def play(journal, moves):
    for reviewer, item, action in moves:
        if action == "undo":
            journal.undo(reviewer, WHEN)
        else:
            journal.append(entry(reviewer, item, action))


def picture(decisions):
    """All that can be asked of decisions."""
    return (
        decisions.entries,
        {(name, item): (decisions.of(name, item), decisions.blind(name, item)) for name in NAMES for item in ITEMS},
        {item: decisions.on(item) for item in ITEMS},
        {name: decisions.last(name) for name in NAMES},
    )


def twin(entries, name, item):
    """The slow way: (what stands, what was decided blind), from the lines alone."""
    undone = {one.undoes for one in entries if one.undoes}
    mine = [
        (at, one) for at, one in enumerate(entries, 1) if (one.reviewer, one.item) == (name, item) and not one.undoes
    ]
    standing = [one for at, one in mine if at not in undone]
    for now in range(1, len(entries) + 1):  # the first moment at which an own decision and another's could be seen
        past = entries[:now]
        gone = {one.undoes for one in past}
        held = [one for at, one in mine if at <= now and at not in gone]
        others = any(one.item == item and one.reviewer != name and not one.undoes for one in past)
        if held and others:
            return (standing[-1], held[-1]) if standing else (None, None)
    return (standing[-1], standing[-1]) if standing else (None, None)


@given(st.lists(acts, max_size=25))
def test_what_is_read_again_is_what_was_known(moves):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "b.review" / "journal.jsonl"
        with Journal(path) as journal:
            play(journal, moves)
            known = picture(journal.decisions)
        assert picture(read_decisions(path)) == known
        with Journal(path) as again:
            assert picture(again.decisions) == known
        for name in NAMES:
            for item in ITEMS:
                assert known[1][name, item] == twin(known[0], name, item)


@given(st.lists(acts, min_size=1, max_size=8), st.data())
def test_a_torn_last_line_is_cut_off_and_no_other_line(moves, data):
    with TemporaryDirectory() as folder:
        path = Path(folder) / "journal.jsonl"
        with Journal(path) as journal:
            play(journal, moves)
        whole = path.read_bytes()
        size = data.draw(st.integers(0, len(whole)))
        path.write_bytes(whole[:size])
        kept = whole[:size].count(b"\n")
        assert len(read_decisions(path).entries) == kept
        assert path.stat().st_size == size  # reading changes nothing
        with Journal(path) as journal:
            assert len(journal.decisions.entries) == kept
            journal.append(entry("cy", "i3"))
        lines = path.read_bytes().splitlines(keepends=True)
        assert lines[:-1] == whole.splitlines(keepends=True)[:kept]
        assert Entry.model_validate_json(lines[-1]) == entry("cy", "i3")


def test_a_line_that_another_process_left_torn_is_cut_off_while_running(tmp_path):
    with Journal(tmp_path / "j") as journal:
        journal.append(entry())
        with (tmp_path / "j").open("ab") as file:
            file.write(b'{"action":"acc')
        journal.append(entry("ben"))
    assert [one.reviewer for one in read_decisions(tmp_path / "j").entries] == ["ada", "ben"]


WRITER = """
import sys
from pathlib import Path
from benchwright.pages.review import Entry, Journal
with Journal(Path(sys.argv[1])) as journal:
    for n in range(60):
        journal.append(Entry(action="accept", reviewer=sys.argv[2], item=f"{sys.argv[2]}-{n}", time="t"))
"""


def test_two_processes_append_and_lose_nothing(tmp_path):
    path = tmp_path / "b.review" / "journal.jsonl"
    running = [subprocess.Popen([sys.executable, "-c", WRITER, str(path), name]) for name in ("ada", "ben")]
    assert [one.wait(60) for one in running] == [0, 0]
    found = [one.item for one in read_decisions(path).entries]
    assert [item for item in found if item.startswith("ada")] == [f"ada-{n}" for n in range(60)]
    assert [item for item in found if item.startswith("ben")] == [f"ben-{n}" for n in range(60)]


def test_what_another_process_decided_is_seen(tmp_path):
    with Journal(tmp_path / "j") as one, Journal(tmp_path / "j") as other:
        one.append(entry("ada"))
        assert other.refresh().of("ada", "i1") == entry("ada")
        other.append(entry("ben"))
        one.undo("ada", WHEN)
        assert other.refresh().on("i1") == {"ben": entry("ben")}


def test_undo_goes_back_one_decision_at_a_time_and_erases_nothing(tmp_path):
    with Journal(tmp_path / "j") as journal:
        play(journal, [("ada", "i1", "accept"), ("ada", "i1", "reject"), ("ben", "i1", "edit")])
        assert journal.undo("ada", WHEN).undoes == 2
        assert journal.decisions.of("ada", "i1").action == "accept"
        assert journal.undo("ada", WHEN).undoes == 1
        assert journal.undo("ada", WHEN) is None
        assert journal.decisions.of("ada", "i1") is None
        assert journal.decisions.of("ben", "i1").action == "edit"
    assert (tmp_path / "j").read_bytes().count(b"\n") == 5


def test_a_full_disk_is_told_and_leaves_no_half_line(tmp_path, monkeypatch):
    write = os.write
    with Journal(tmp_path / "j") as journal:
        journal.append(entry())

        def half(handle, data):
            monkeypatch.setattr(os, "write", full)
            return write(handle, data[:20])

        def full(_handle, _data):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(os, "write", half)
        with pytest.raises(OutputError, match="the disk is full"):
            journal.append(entry("ben"))
        monkeypatch.undo()
        assert [one.reviewer for one in journal.decisions.entries] == ["ada"]
        journal.append(entry("cy"))
    assert [one.reviewer for one in read_decisions(tmp_path / "j").entries] == ["ada", "cy"]


def test_what_may_not_be_on_the_disk_is_not_kept(tmp_path, monkeypatch):
    def broken(_handle):
        raise OSError(errno.EIO, "Input/output error")

    with Journal(tmp_path / "j") as journal:
        monkeypatch.setattr(os, "fsync", broken)
        with pytest.raises(OutputError, match="Input/output error"):
            journal.append(entry())
    assert (tmp_path / "j").read_bytes() == b""


def test_where_no_journal_can_be_it_says_what_to_do(tmp_path):
    (tmp_path / "b.review").write_text("a file")
    with pytest.raises(OutputError, match="move what is there away"):
        Journal(tmp_path / "b.review" / "journal.jsonl")
    (tmp_path / "c.review" / "journal.jsonl").mkdir(parents=True)
    with pytest.raises(OutputError, match="move what is there away"):
        Journal(tmp_path / "c.review" / "journal.jsonl")
    with pytest.raises(DamagedError, match="cannot be read: Is a directory"):
        read_decisions(tmp_path / "c.review" / "journal.jsonl")


@pytest.mark.parametrize("harm", [lambda path: path.unlink(), lambda path: path.rename(path.with_name("k"))])
def test_a_journal_that_went_away_takes_no_decision(tmp_path, harm):
    with Journal(tmp_path / "j") as journal:
        harm(tmp_path / "j")
        with pytest.raises(OutputError, match="moved or removed"):
            journal.append(entry())


def test_a_journal_that_was_cut_short_takes_no_decision(tmp_path):
    with Journal(tmp_path / "j") as journal:
        journal.append(entry())
        (tmp_path / "j").write_bytes(b"")
        with pytest.raises(OutputError, match="cut short"):
            journal.append(entry())


@pytest.mark.parametrize("line", [b"{}\n", b"\xff\xfe\n", b"\n", b'{"action":"accept","reviewer":""}\n'])
def test_a_whole_line_that_is_no_decision_is_named(tmp_path, line):
    (tmp_path / "j").write_bytes(entry().line().encode() + b"\n" + line)
    for reading in (read_decisions, Journal):
        with pytest.raises(DamagedError, match=r"line 2 is not a decision: '[^\n]*'; restore the file$") as told:
            reading(tmp_path / "j")
        assert "pydantic" not in str(told.value)


def test_no_journal_is_an_empty_one_and_is_not_made(tmp_path):
    assert read_decisions(tmp_path / "none" / "j").entries == []
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "odd",
    [
        {"action": "edit"},
        {"action": "undo"},
        {"action": "reject", "reason": "  "},
        {"action": "accept", "undoes": 1},
        {"action": "accept", "seconds": -1},
        {"action": "accept", "seconds": float("nan")},
    ],
)
def test_an_entry_that_says_too_little_or_too_much_is_none(odd):
    with pytest.raises(ValidationError):
        Entry(reviewer="ada", item="i1", time=WHEN, **odd)


def test_a_decision_is_blind_until_another_can_have_been_seen():
    first, other, again = entry("ada"), entry("ben", action="reject"), entry("ada", action="reject")
    decisions = Decisions([first, other, again])
    assert decisions.of("ada", "i1") == again
    assert decisions.blind("ada", "i1") == first
    assert Decisions([first, again, other]).blind("ada", "i1") == again


def test_a_slip_taken_back_before_another_decided_is_no_answer():
    first, other, again = entry("ada"), entry("ben", action="reject"), entry("ada", action="reject")
    undo = Entry(action="undo", reviewer="ada", item="i1", time=WHEN, undoes=1)
    assert Decisions([first, undo, other, again]).blind("ada", "i1") == again
    assert Decisions([first, other, undo, again]).blind("ada", "i1") == first
    assert Decisions([other, first, undo, again]).blind("ada", "i1") == first
    slip = Entry(action="undo", reviewer="ada", item="i1", time=WHEN, undoes=2)
    assert Decisions([first, again, slip, other]).blind("ada", "i1") == first
