"""The papers of a firm: every statement can be read back by its pattern alone, and the firm stays sane."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchwright.items.worlds.extras import Dials
from benchwright.items.worlds.genres.company.telling import TOPICS, tell
from benchwright.items.worlds.genres.company.world import SCHEMA
from benchwright.items.worlds.genres.voice import date_text
from benchwright.items.worlds.grammar import phrases
from benchwright.items.worlds.names import Coiner
from benchwright.items.worlds.oblique import content
from benchwright.items.worlds.state import ALIAS, CAUSE, MOTIVE, State, changes
from benchwright.items.worlds.story import size_of, write_world
from benchwright.seeding import rng

NAME = r"(?:[Tt]he )?[A-Z]\w+(?: [A-Za-z]\w+)?"
DATE = r"\d+ [A-Z][a-z]+ \d{4}"
BODY = r"[A-Z]\w+ [A-Z]\w+ [A-Z]\w+"
SLOTS = {
    "amount": r"\d+", "they": "s?he", "their": "his|her", "them": "him|her", "a_value": "an? [a-z]+",
    "sense": "[a-z ]+", "phrase": BODY, "initials": "[A-Z]{3}", "cause": ".+", "effect": ".+",
    "value": rf"{NAME}|[a-z’ ]+|\d+|{BODY}",
}  # fmt: skip
GIVEN = {"subject", "value", "a_value", "they", "their", "them", "when", "given", "ogiven", "cause", "effect"}
"""Slots that code fills."""
STATED = {"fact", "event", "motive", "alias", "herring", "cause"}
TOLD = phrases("company")
few = settings(max_examples=12, deadline=None)
seeds = st.integers(0, 10**6)


def world_of(seed, tokens=6_000, **dials):
    size = size_of(SCHEMA, tokens)
    coiner = Coiner(SCHEMA.casts, ("company", seed), 0, size.names)
    return write_world("w", SCHEMA, size, coiner, rng("company", seed), dials=Dials(**dials))


def told(seed, tokens=6_000, **dials):
    world = world_of(seed, tokens, **dials)
    return world, tell(world, tokens, rng("tell", seed))


@cache
def patterns():
    """(section, pattern) of every way to state something; a name may be of any sort."""
    when = "|".join([f"[Oo]n {DATE}", *(f"[{text[0].upper()}{text[0]}]{text[1:]}" for text in TOLD["when"])])
    cores = [(section, core) for section, lines in TOLD.items() if section.split()[0] in STATED for core in lines]
    return [(section, compiled(core.removeprefix("~ "), SLOTS | {"when": when})) for section, core in cores]


def compiled(core, slots):
    seen = set()

    def group(match):
        name = match[1].lower()
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>{slots.get(name, NAME)})"

    parts = re.split(r"(\{\w+\})", core)
    body = "".join(re.sub(r"\{(\w+)\}", group, part) if part[:1] == "{" else re.escape(part) for part in parts)
    if core.startswith("|"):
        return re.compile(body)
    first = f"[{core[0].upper()}{core[0].lower()}]{body[1:]}" if core[0].isalpha() else body
    return re.compile(first + r"(?:,[^.]*)?\.")


def sentences(text):
    for line in text.split("\n"):
        yield from [line] if line.startswith("|") else re.split(r"(?<=[.?!”]) (?=[“A-Z0-9])", line)


def readings(sentence):
    """(what it states, roles) in every way it can be read; other names and dates aside."""
    found = set()
    for section, form in patterns():
        if match := form.fullmatch(sentence):
            roles = {
                name: text for name, text in match.groupdict().items() if name not in {"when", "they", "their", "them"}
            }
            if "a_value" in roles:
                roles["value"] = roles.pop("a_value").split(" ", 1)[1]
            plain = "alias" if section.startswith("alias") else section
            found.add((plain, tuple(sorted((name, bare(text)) for name, text in roles.items()))))
    return found


def bare(text):
    return re.sub("^[Tt]he ", "", text)


def expected(world):
    """What the sentences of a world should say, in the same form."""
    for event in world.events:
        yield f"event {event.kind}", event.roles
    for fact in (*world.facts, *world.herrings):
        section = f"{'herring' if fact in world.herrings else 'fact'} {fact.relation}"
        if fact.relation == ALIAS:
            yield "alias", {"subject": fact.subject, "value": fact.value}
        elif fact.relation not in {MOTIVE, CAUSE}:
            yield section, {"subject": fact.subject, "value": fact.value}


@few
@given(seeds)
def test_the_papers_read_back_into_the_log(seed):
    world, telling = told(seed, herrings=0.3, aliases=True)
    given_names = {name.split()[0]: name for name in world.casts["person"]}
    read = []
    for sentence in sentences(telling.document.text):
        ways = readings(sentence)
        assert len(ways) <= 1, f"{sentence!r} can be read as {ways}"
        read += [(what, {role: given_names.get(name, name) for role, name in roles}) for what, roles in ways]
    read = [entry for entry in read if not entry[0].startswith(("motive", "cause"))]
    due = [(what, {role: bare(name) for role, name in roles.items()}) for what, roles in expected(world)]
    assert sorted((what, sorted(roles.items())) for what, roles in read) == sorted(
        (what, sorted(roles.items())) for what, roles in due
    )


@few
@given(seeds, st.sampled_from([1_000, 1_400, 3_000, 12_000]))
def test_the_length_is_within_five_per_cent(seed, tokens):
    text = told(seed, tokens, herrings=0.2)[1].document.text
    assert abs(len(text.encode()) / 4 / tokens - 1) <= 0.05


@few
@given(seeds)
def test_the_day_stands_in_the_sentence_or_in_the_header(seed):
    world, telling = told(seed)
    for event in world.events:
        start, end = telling.spans.get(f"@{event.id}", telling.spans[event.id])
        quote = telling.document.text[start:end]
        assert date_text(event.day) in quote
        assert quote.startswith("Date: ") == (f"@{event.id}" in telling.spans)


@few
@given(seeds)
def test_motives_and_causes_stand_behind_their_event(seed):
    world, telling = told(seed)
    for fact in world.facts:
        if fact.relation in {MOTIVE, CAUSE}:
            assert telling.spans[fact.id] > telling.spans[fact.subject]


@few
@given(seeds)
def test_the_prose_has_no_loose_ends(seed):
    text = told(seed, 9_000, herrings=0.2)[1].document.text
    assert not re.search(r"[{}~!\\#]|  |\bthe the\b|\ba [aeio]| ,|\.\.|,\.|^ | $", text, re.MULTILINE)
    assert text.count("“") == text.count("”")


def test_filler_has_no_digits():
    spoilt = {
        section: line
        for section, lines in TOLD.items() if section.split()[0] not in STATED
        for line in lines if re.search(r"\d", re.sub(r"\{\w+\}", "", line))
    }  # fmt: skip
    assert not spoilt


def test_every_slot_can_be_filled():
    roles = {role for act in SCHEMA.acts.values() for role in act.roles}
    known = roles | set(TOLD) | GIVEN
    slots = {match.lower() for lines in TOLD.values() for line in lines for match in re.findall(r"\{(\w+)\}", line)}
    assert slots <= known


def test_every_sender_has_all_that_a_circular_takes():
    for sender in TOLD["sender"]:
        assert {f"{part} {sender}" for part in ("from", "subject", "open", "say", "close")} <= set(TOLD)


def test_every_kind_of_event_has_statements_and_a_topic():
    assert set(TOPICS) == set(SCHEMA.acts)
    for kind in SCHEMA.acts:
        lines = TOLD[f"event {kind}"]
        assert len(lines) >= 6
        assert any(line.startswith("|") for line in lines)


def words_of(*sections):
    lines = [line for section in sections for line in TOLD.get(section, ())]
    return set().union(*(content(re.sub(r"\{\w+\}", " ", line)) for line in lines))


@pytest.mark.parametrize("name", SCHEMA.relations)
def test_oblique_wordings_of_relations_use_no_word_of_the_statements(name):
    relation = SCHEMA.relations[name]
    kinds = [kind for kind, act in SCHEMA.acts.items() if any(effect[0] == name for effect in act.effects)]
    sections = [f"{part} {of}" for part, of in [("fact", name), ("tail", name)]]
    sections += [f"{part} {kind}" for part in ("event", "tail") for kind in kinds]
    for wording in (*relation.oblique, relation.oblique_phrase):
        assert not content(re.sub(r"\{\w+\}", " ", wording)) & words_of(*sections)


@pytest.mark.parametrize("name", SCHEMA.moments)
def test_oblique_wordings_of_moments_use_no_word_of_the_statements(name):
    moment = SCHEMA.moments[name]
    assert moment.oblique
    for wording in moment.oblique:
        assert not content(re.sub(r"\{\w+\}", " ", wording)) & words_of(f"event {moment.kind}", f"tail {moment.kind}")


def before_each(world):
    """(state just before, event) for every event."""
    state = State()
    for fact in world.facts:
        state.put(fact.relation, fact.subject, fact.value)
    for event in world.events:
        yield state, event
        for relation, subject, value in changes(SCHEMA.acts[event.kind], event):
            state.put(relation, subject, value)


@few
@given(seeds)
def test_nobody_hands_over_what_is_not_theirs(seed):
    holds = {"handover": ("chief", "project"), "keys": ("custodian", "system"), "entrust": ("account", "client")}
    for state, event in before_each(world_of(seed)):
        if event.kind in holds:
            relation, role = holds[event.kind]
            assert state.get(relation, event.roles[role]) == event.roles["who"] != event.roles["other"]
        if event.kind in {"resign", "take"}:
            holder = state.get("chief", event.roles["project"])
            assert holder == (event.roles["who"] if event.kind == "resign" else None)


@few
@given(seeds)
def test_people_leave_the_team_they_are_in_and_heads_stay(seed):
    for state, event in before_each(world_of(seed, 12_000)):
        if event.kind in {"transfer", "bench", "appoint"}:
            former = event.roles["org" if event.kind == "appoint" else "former"]
            assert state.get("team", event.roles["who"]) == former
        if event.kind in {"transfer", "bench", "join"}:
            assert event.roles["who"] not in state.values["lead"].values()


@few
@given(seeds)
def test_what_moves_was_elsewhere(seed):
    homes = {"relocate": ("site", "org"), "migrate": ("hosted", "system")}
    for state, event in before_each(world_of(seed)):
        if event.kind in homes:
            relation, role = homes[event.kind]
            assert state.get(relation, event.roles[role]) == event.roles["origin"] != event.roles["place"]


def test_every_kind_of_event_happens():
    assert {event.kind for seed in range(4) for event in world_of(seed, 12_000).events} == set(SCHEMA.acts)


def test_binders_are_headings_and_cover_all_events():
    world, telling = told(3, 9_000)
    names = [heading.text.split(":")[0] for heading in telling.document.headings if heading.level == 2]
    assert [part.name for part in telling.parts] == names
    assert telling.parts[-1].last == len(world.events) - 1
    assert len(set(names)) == len(names) > 3
