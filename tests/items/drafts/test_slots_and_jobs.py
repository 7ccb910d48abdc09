"""Quotas hold exactly, and jobs ask for what is missing."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchwright.errors import InputError
from benchwright.items.drafts.draft import Section
from benchwright.items.drafts.forecast import expected, forecast
from benchwright.items.drafts.jobs import EARLIER, LAST, MOST, Ground, bundles, drafts_in, jobs_for, surplus
from benchwright.items.drafts.kinds import KINDS
from benchwright.items.drafts.settings import DraftsSettings
from benchwright.items.drafts.slots import ANYWHERE, Slot, asked, lying_in, missing, slots
from benchwright.models.calls import Spent
from benchwright.records import Document

NAMES = list(KINDS)


def document(name: str, size: int = 4000) -> Document:
    return Document(title=name, source=name, media_type="text/plain", language="en", text=(name * size)[:size])


def cut(text: Document, parts: int) -> tuple[Section, ...]:
    step = len(text.text) // parts
    return tuple(
        Section(f"{text.title}{n}", text.id, str(n), n * step, (n + 1) * step, text.text[n * step : (n + 1) * step])
        for n in range(parts)
    )


def ground(parts: dict[str, int]) -> Ground:
    held = {name: document(name) for name in parts}
    return Ground({d.id: d for d in held.values()}, {d.id: cut(d, parts[n]) for n, d in held.items()}, "0 test")


def settings(**given) -> DraftsSettings:
    return DraftsSettings(author="fake/author", **given)


@given(count=st.integers(1, 120), no_info=st.floats(0, 1), parts=st.lists(st.integers(1, 9), min_size=1, max_size=3))
def test_as_many_slots_as_items_asked_for(count, no_info, parts) -> None:
    about = ground({f"d{n}": size for n, size in enumerate(parts)}).sections
    given_settings = settings(count=count, no_info=no_info)
    found = slots(given_settings, about)
    assert len(found) == count
    assert Counter(slot.kind for slot in found) == asked(given_settings, about)


@given(quotas=st.dictionaries(st.sampled_from(NAMES), st.integers(1, 12), min_size=1))
def test_quarters_and_documents_are_even_where_nothing_is_said(quotas) -> None:
    found = slots(settings(quotas=quotas), ground({"a": 8, "b": 8, "c": 8}).sections)
    assert Counter(slot.kind for slot in found) == quotas
    quarters = Counter(slot.quarter for slot in found if slot.quarter != ANYWHERE)
    homes = Counter(slot.document for slot in found)
    if quarters:
        assert max(quarters.values()) - min(quarters[n] for n in range(4)) <= 1
    assert max(homes.values()) - min(homes.get(key, 0) for key in homes) <= 1


def test_quarters_that_are_asked_for_are_had() -> None:
    found = slots(settings(quotas={"fact": 6, "absent": 2}, quarters=(3, 0, 1, 2)), ground({"a": 8}).sections)
    assert Counter(slot.quarter for slot in found) == {0: 3, 2: 1, 3: 2, ANYWHERE: 2}


def test_documents_give_what_is_asked_of_each() -> None:
    about = ground({"a": 8, "b": 8, "c": 8})
    found = slots(settings(quotas={"fact": 5, "multi_hop": 3}, documents={"a": 6, "c": 2}), about.sections, about.names)
    assert Counter(about.names[slot.document] for slot in found) == {"a": 6, "c": 2}


@pytest.mark.parametrize(
    ("documents", "named"), [({"a": 3}, "come to 3"), ({"z": 5}, "unknown document"), ({"a": -1, "b": 6}, "0 or more")]
)
def test_quotas_of_documents_that_cannot_be_had_are_refused(documents, named) -> None:
    about = ground({"a": 8, "b": 8})
    with pytest.raises(InputError, match=named):
        slots(settings(quotas={"fact": 5}, documents=documents), about.sections, about.names)


@pytest.mark.parametrize(
    ("given_settings", "named"),
    [
        ({"quotas": {"fact": 6}, "quarters": (1, 1, 1, 1)}, "add up to 4"),
        ({"quotas": {"cross_document": 1}}, "two documents"),
        ({"count": 9, "per_document": 4}, "--per-document"),
    ],
)
def test_quotas_that_cannot_be_had_are_refused(given_settings, named) -> None:
    with pytest.raises(InputError, match=named):
        slots(settings(**given_settings), ground({"a": 8}).sections)


@pytest.mark.parametrize(
    ("given_settings", "named"),
    [
        ({"quarters": (1, 2)}, "four numbers"),
        ({"no_info": 1.5}, "0 to 1"),
        ({"target": (0.5, 0.1), "against": "fake/x"}, "lower first"),
        ({"target": (0.1, 0.5)}, "--against"),
        ({"against": "fake/x"}, "--against"),
        ({"budget_tokens": 0}, "above 0"),
        ({"quotas": {"facts": 3}}, "did you mean"),
    ],
)
def test_settings_that_say_nothing_are_refused(given_settings, named) -> None:
    with pytest.raises(InputError, match=named):
        settings(**given_settings)


def test_kinds_that_need_two_sections_are_left_out_of_a_count_where_there_is_one() -> None:
    found = asked(settings(count=40), ground({"a": 1}).sections)
    assert not {"summary", "multi_hop", "cross_document"} & set(found)
    assert sum(found.values()) == 40


@given(wanted=st.lists(st.sampled_from(NAMES), min_size=1, max_size=60), wave=st.integers(0, 5))
def test_jobs_ask_for_all_that_is_missing_and_show_what_the_kind_reads(wanted, wave) -> None:
    about = ground({"a": 8, "b": 5})
    quotas = dict(Counter(wanted))
    open_slots = missing(slots(settings(quotas=quotas), about.sections), ())
    jobs = jobs_for(about, open_slots, wave=wave, first=7, rate=1.0)
    assert [job.number for job in jobs] == list(range(7, 7 + len(jobs)))
    assert sum((Counter(job.wanted) for job in jobs), Counter()) == quotas
    for job in jobs:
        (reads,) = {KINDS[name].reads for name in job.wanted}
        assert sum(job.wanted.values()) <= MOST
        shown = [section.document for section in job.sections]
        assert len(shown) == {"section": 1, "sections": 2, "documents": 2}.get(reads, min(len(shown), EARLIER + 1))
        assert len(set(shown)) == (2 if reads == "documents" else 1)
        starts = [section.start for section in job.sections]
        assert reads != "so far" or starts == sorted(starts)


def test_another_wave_shows_another_section() -> None:
    about = ground({"a": 40})
    open_slots = Counter({Slot(next(iter(about.documents)), 1, "fact"): 4})
    shown = {jobs_for(about, open_slots, wave=wave, first=0, rate=1.0)[0].sections[0].id for wave in range(4)}
    assert len(shown) > 1


def test_sections_of_a_quarter_touch_it() -> None:
    about = ground({"a": 8})
    ((key, sections),) = about.sections.items()
    assert [one.title for one in lying_in(sections, about.documents[key], 1)] == ["2", "3"]
    assert lying_in(sections, about.documents[key], ANYWHERE) == list(sections)


def test_more_drafts_per_slot_the_fewer_are_kept() -> None:
    rates = [surplus(100, kept) for kept in (100, 60, 30, 0)]
    assert rates == sorted(rates)
    assert rates[-1] == LAST


def test_bundles_keep_the_order_and_fill_up() -> None:
    about = ground({"a": 8})
    open_slots = Counter({Slot(next(iter(about.documents)), quarter, "fact"): 9 for quarter in range(4)})
    jobs = jobs_for(about, open_slots, wave=0, first=0, rate=1.0)
    found = bundles(jobs, 10)
    assert [job for one in found for job in one] == jobs
    assert all(drafts_in(one) >= 10 for one in found[:-1])


def test_a_forecast_grows_with_what_falls() -> None:
    cost = Spent(40, 40_000, 8_000)
    many, few = (forecast((20, kept), 100, cost, Spent(4, 4_000, 400), 1e-6) for kept in (20, 5))
    assert few.tokens[0] > many.tokens[0]
    assert many.tokens[1] == pytest.approx(1.5 * many.tokens[0], rel=1e-3)
    assert many.usd == pytest.approx(tuple(n * 1e-6 for n in many.tokens))


def test_a_dry_run_gives_a_range() -> None:
    about = ground({"a": 8})
    plain = settings(count=20)
    cost = expected(plain, slots(plain, about.sections), about.sections)
    assert 0 < cost.calls[0] < cost.calls[1]
    assert 0 < cost.tokens[0] < cost.tokens[1]
