"""What is particular to the agreement: what its plots keep sane, clauses and schedules, and that it reads one way."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

import pytest

from benchwright.items.worlds.genres.agreement.world import CASTS, SCHEMA
from benchwright.items.worlds.grammar import phrases
from benchwright.items.worlds.making import make_world
from benchwright.items.worlds.settings import WorldSettings
from benchwright.items.worlds.state import CAUSE, MONTHS, MOTIVE

FILLER = ("clause", "minute", "note", "sideletter", "aside", "signing", "amending", "founding", "preface", "closing")


@cache
def made(tokens=30_000, seed=4, **dials):
    return make_world(WorldSettings(count=1, worlds=1, tokens=tokens, seed=seed, genre="agreement", **dials), 0)


def so(world, relation):
    return {fact.subject: fact.value for fact in world.facts if fact.relation == relation}


def of(world, *kinds):
    return [event for event in world.events if event.kind in kinds]


def test_a_breach_is_cured_by_whom_it_was_laid_to_and_only_once():
    open_notices = {}
    world, _ = made()
    for event in of(world, "breach", "cure"):
        offender, party = event.roles["offender"], event.roles["party"]
        if event.kind == "breach":
            assert offender not in open_notices
            open_notices[offender] = party
        else:
            assert open_notices.pop(offender) == party
    assert of(world, "cure")


def test_notices_of_breach_are_signed_by_the_representative_of_the_day():
    world, _ = made()
    agents = so(world, "agent")
    for event in of(world, "appoint", "accede", "breach"):
        if event.kind == "breach":
            assert agents[event.roles["party"]] == event.roles["who"]
        agents[event.roles["party"]] = event.roles["who"]


@pytest.mark.parametrize(
    ("relation", "kinds", "subject"),
    [
        ("agent", ("appoint", "accede"), "party"), ("custodian", ("handover",), "asset"),
        ("arbitrator", ("umpire",), "place"), ("licensee", ("grant", "assign", "lapse"), "work"),
        ("payroll", ("transfer",), "who"),
    ],
)  # fmt: skip
def test_nobody_takes_over_from_another_than_who_held_it(relation, kinds, subject):
    world, _ = made(100_000)
    held = so(world, relation)
    checked = 0
    for event in of(world, *kinds):
        if former := event.roles.get("former"):
            assert held[event.roles[subject]] == former
            checked += 1
        held[event.roles[subject]] = event.roles.get("party" if relation in {"licensee", "payroll"} else "who")
    assert checked


def test_a_licence_is_granted_only_where_nobody_has_it():
    world, _ = made(100_000)
    held = so(world, "licensee")
    for event in of(world, "grant", "assign", "lapse"):
        assert event.kind != "grant" or not held.get(event.roles["work"])
        held[event.roles["work"]] = event.roles.get("party")


def test_two_never_stand_surety_or_deputise_for_one_another():
    world, _ = made(100_000)
    both = (("guarantor", "vouch", "party", "surety"), ("deputy", "depute", "who", "other"))
    for relation, kind, subject, value in both:
        held = so(world, relation)
        assert not any(held.get(other) == name for name, other in held.items())
        for event in of(world, kind, "release", "revoke"):
            new = event.roles.get(value) if event.kind == kind else None
            if event.roles.get(subject):
                held[event.roles[subject]] = new
                assert not new or held.get(new) != event.roles[subject]


def test_what_an_acronym_stands_for_begins_with_its_letters():
    world, _ = made(100_000)
    told = [*so(world, "expansion").items()]
    told += [(event.roles["acronym"], event.roles["phrase"]) for event in of(world, "restyle")]
    assert len(told) > 10
    assert all("".join(word[0] for word in phrase.split()) == letters for letters, phrase in told)


def test_a_definition_changes_when_it_is_changed():
    world, _ = made(100_000)
    both = (("meaning", "redefine", "term", "meaning"), ("expansion", "restyle", "acronym", "phrase"))
    for relation, kind, term, value in both:
        now = so(world, relation)
        for event in of(world, kind):
            assert now[event.roles[term]] != event.roles[value]
            now[event.roles[term]] = event.roles[value]


def test_clauses_are_numbered_from_one_in_each_amendment():
    _, telling = made()
    text, clause, part = telling.document.text, 0, 0
    for head in telling.document.headings[1:]:
        if head.level == 2:
            part, clause = part + 1, 0
            assert head.text.startswith(f"Amendment No. {part}: ")
        else:
            clause += 1
            assert head.text.startswith(f"{clause}. ")
            assert text[head.end : head.end + 2] == "\n\n"
    assert [f"Amendment No. {number}" for number in range(1, part + 1)] == [part.name for part in telling.parts]


def test_an_amendment_holds_the_events_that_its_part_says():
    world, telling = made()
    starts = [head.start for head in telling.document.headings if head.level == 2] + [len(telling.document.text)]
    first = 0
    for place, part in enumerate(telling.parts):
        inside = world.events[first : part.last + 1]
        assert all(starts[place] < telling.spans[event.id][0] < starts[place + 1] for event in inside)
        first = part.last + 1
    assert first == len(world.events)


def test_a_row_of_a_schedule_is_a_line_of_its_own_with_its_fact():
    world, telling = made()
    text, rows = telling.document.text, Counter()
    for fact in world.facts:
        start, end = telling.spans[fact.id]
        if text[start] == "|":
            assert text[start - 1] == "\n" == text[end]
            subject, _, entry = (cell.strip() for cell in text[start:end].strip("|").split("|"))
            assert subject == fact.subject
            assert entry.split(" crowns")[0].split(" days")[0].split(" bays")[0] == fact.value
            rows[fact.relation] += 1
    assert len(rows) > 5


@pytest.mark.parametrize("section", [*FILLER, *(f"tail {name}" for name in (*SCHEMA.relations, *SCHEMA.acts))])
def test_filler_names_nobody_and_no_number(section):
    for text in phrases("agreement")[section]:
        assert not re.search(rf"\d|{'|'.join(set(MONTHS) - {'March', 'May'})}", re.sub(r"\{\w+\}", "", text))
        assert not section.startswith("tail") or re.fullmatch(r"(!?, [^.{]*(\{the\w+\})?[^.{]*)?", text)


@pytest.mark.parametrize("name", [*SCHEMA.relations, *SCHEMA.acts])
def test_there_are_six_ways_to_say_everything(name):
    cores = phrases("agreement")[f"fact {name}" if name in SCHEMA.relations else f"event {name}"]
    sentences = [core for core in cores if not core.startswith("|")]
    assert len(set(sentences)) == len(sentences) >= 6


def test_there_is_enough_filler():
    told = phrases("agreement")
    assert sum(len(told[section]) for section in ("clause", "minute", "note", "sideletter")) >= 150


def test_every_statement_reads_in_one_way_only():
    """Patterns made of the phrase files alone find each statement's relation or kind, and nobody in a wrong role."""
    world, telling = made(100_000, herrings=0.3, clauses=6)
    forms = _forms()
    for key, read in _log(world).items():
        start, end = telling.spans[key]
        sentence = telling.document.text[start:end]
        found = {(name, tuple(sorted(_roles(match)))) for name, form in forms if (match := form.fullmatch(sentence))}
        assert len(found) == 1, (sentence, found)
        name, roles = found.pop()
        assert name == read[0], sentence
        assert all(value in {read[1][role], read[1].get(f"short {role}")} for role, value in roles), sentence


def _log(world):
    """Statement id -> (section, roles as a sentence may give them)."""
    log = {event.id: (f"event {event.kind}", event.roles) for event in world.events}
    for fact in (*world.facts, *world.herrings):
        if fact.relation not in {MOTIVE, CAUSE}:
            sort = "herring" if fact in world.herrings else "fact"
            roles = {"subject": fact.subject, "value": fact.value, "short subject": fact.subject.split()[0]}
            log[fact.id] = (f"{sort} {fact.relation}", roles)
    return log


def _roles(match):
    for role, text in match.groupdict().items():
        value = re.sub(r"^(The|An?|an?) ", lambda found: "the " if found[0] == "The " else "", text)
        if role != "when":
            yield role, value


def _sort(sort):
    cast = CASTS.get(sort)
    if sort in {"number", "word", "month"}:
        return {"number": r"\d+", "word": "[A-Za-z][A-Za-z -]+", "month": "|".join(MONTHS)}[sort]
    if sort == "person":
        return r"[A-Z]\w+(?: [A-Z]\w+)?"
    if sort == "acronym":
        return "[A-Z]{3}"
    second = "|".join(filter(None, cast.seconds))
    return rf"[Tt]he [A-Z]\w+ (?:{second})" if "the" in cast.form else rf"[A-Z]\w+(?: (?:{second}))?"


def _forms():
    """(section, pattern) of every way to state something; a statement is a core, a tail and a full stop."""
    told = phrases("agreement")
    dates = [r"on (?:the )?\d+(?:st|nd|rd|th)?(?: of)? [A-Z][a-z]+ \d{4}", *told["when"]]
    found = []
    for section, cores in told.items():
        sort, _, name = section.partition(" ")
        if sort in {"fact", "event", "herring"}:
            relation = SCHEMA.relations.get(name)
            own = {"subject": relation.subject, "value": relation.value} if relation else {}
            sorts = SCHEMA.acts[name].roles if sort == "event" else own
            slots = {role: _sort(kind) for role, kind in sorts.items()} | {"when": f"(?i:{'|'.join(dates)})"}
            found += [(section, _form(core, slots)) for core in cores]
    return found


def _form(core, slots):
    slots = slots | {"a_value": "an? [a-z ]+"}
    text = ""
    for place, part in enumerate(re.split(r"\{(\w+)\}", core.removeprefix("~ "))):
        role = part.lower()
        if place % 2:
            text += "(?:him|her)" if role == "them" else f"(?P<{role.removeprefix('a_')}>{slots[role]})"
        else:
            text += re.escape(part)
    return re.compile(text if core.startswith("|") else rf"{text}(?:, [^.]*)?\.")


def test_no_ground_is_given_for_two_kinds_of_act():
    grounds = [act.motives for act in SCHEMA.acts.values() if act.motives]
    counts = Counter(ground for some in grounds for ground in some)
    assert max(counts.values()) == 1
    assert min(map(len, grounds)) >= 8


def test_an_alternate_is_named_only_where_there_is_none():
    world, _ = made(100_000)
    held, named = so(world, "deputy"), 0
    for event in of(world, "depute", "revoke"):
        if event.kind == "depute":
            assert not held.get(event.roles["who"])
            named += 1
        held[event.roles["who"]] = event.roles["other"] if event.kind == "depute" else None
    assert named


@pytest.mark.parametrize("name", ["agent", "deputy", "custodian", "payroll"])
def test_what_is_so_of_a_person_is_not_told_as_if_it_happened(name):
    """A recap lists what happened: no statement of what was so already may fit one of its forms."""
    done = r"\b(?:named|appointed|became|took|gave|replaced|succeeded|transferred)\b"
    assert [core for core in phrases("agreement")[f"fact {name}"] if re.search(done, core)] == []
