"""What can happen next in a novel, and what holds at its start: one function per kind of event, one per relation.

They keep the story sane: nobody sells what they do not own, who founds a house works for no other, the married keep
their home.
"""

from __future__ import annotations

from benchwright.items.worlds.genres.novel import words
from benchwright.items.worlds.schema import Roles
from benchwright.items.worlds.stage import Stage

LOST = "lost"
"""Topic of notes: thing -> who lost it."""


def a_founder(stage: Stage, organisation: str) -> str:
    """Whoever founded it."""
    founder = stage.random.choice(stage.casts["person"])
    stage.note("founders")[founder] = organisation
    return founder


def _is_founder(stage: Stage, name: str) -> bool:
    return name in stage.note("founders")


def an_employer(stage: Stage, person: str) -> str | None:
    """A house, but none for those who have founded one."""
    return None if _is_founder(stage, person) else stage.any("organisation")


def a_sibling(stage: Stage, person: str) -> str | None:
    """Somebody without one yet, to whom they are not married."""
    siblings = stage.note("siblings")
    other = stage.any("person", person)
    if not other or person in siblings or other in siblings or other not in stage.last:
        return None
    if stage.state.get("spouse", person) == other:
        return None
    siblings |= {person: other, other: person}
    return other


def a_teacher(stage: Stage, person: str) -> str | None:
    """Somebody else who is neither kin nor was taught by them."""
    teacher = stage.any("person", person, stage.note("siblings").get(person))
    known = teacher in stage.last if teacher else False
    return teacher if known and teacher and stage.state.get("teacher", teacher) != person else None


def a_trade(stage: Stage, person: str) -> str:
    """A trade."""
    del person
    return stage.random.choice(words.TRADES)


def an_instrument(stage: Stage, person: str) -> str:
    """A musical instrument."""
    del person
    return stage.random.choice(words.INSTRUMENTS)


def a_ware(stage: Stage, town: str) -> str:
    """What a town makes."""
    del town
    return stage.random.choice(words.WARES)


def a_height(stage: Stage, town: str) -> str:
    """Steps of a bell tower; no two alike, so that they can be compared."""
    heights = stage.note("heights")
    while (steps := str(stage.random.randint(31, 260 + len(heights)))) in heights:
        pass
    heights[steps] = town
    return steps


def a_sense(stage: Stage, term: str) -> str:
    """What a coined word means."""
    now = stage.state.get("meaning", term)
    return stage.random.choice([sense for sense in words.SENSES if sense != now])


def an_expansion(stage: Stage, initials: str) -> str:
    """What initials stand for, other than now."""
    first, second, third = list(initials)
    while True:
        begin = stage.random.choice((words.FIRST_WORDS, words.OTHER_FIRST_WORDS))[first]
        middle = stage.random.choice((words.SECOND_WORDS, words.OTHER_SECOND_WORDS))[second]
        phrase = f"{begin} {middle} {words.THIRD_WORDS[third]}"
        if phrase != stage.state.get("initials", initials):
            return phrase


def move(stage: Stage) -> Roles | None:
    """Somebody single goes to live elsewhere."""
    who = stage.person(lambda name: bool(stage.state.get("home", name)) and not stage.state.get("spouse", name))
    origin = stage.state.get("home", who) if who else None
    place = stage.any("town", origin)
    return {"who": who, "origin": origin, "place": place} if who and origin and place else None


def visit(stage: Stage) -> Roles | None:
    """Somebody goes to see a town."""
    who = stage.person()
    place = stage.any("town", stage.state.get("home", who)) if who else None
    return {"who": who, "place": place} if who and place else None


def letter(stage: Stage) -> Roles | None:
    """Somebody writes to somebody."""
    return stage.pair()


def join(stage: Stage) -> Roles | None:
    """Somebody out of work finds it."""
    who = stage.person(lambda name: not _is_founder(stage, name) and not stage.state.get("employer", name))
    org = stage.any("organisation", stage.state.get("employer", who)) if who else None
    return {"who": who, "org": org} if who and org else None


def switch(stage: Stage) -> Roles | None:
    """Somebody leaves one house for another."""
    who = stage.person(lambda name: bool(stage.state.get("employer", name)))
    former = stage.state.get("employer", who) if who else None
    org = stage.any("organisation", former)
    return {"who": who, "former": former, "org": org} if who and former and org else None


def leave(stage: Stage) -> Roles | None:
    """Somebody gives up their post."""
    who = stage.person(lambda name: bool(stage.state.get("employer", name)))
    former = stage.state.get("employer", who) if who else None
    return {"who": who, "former": former} if who and former else None


def give(stage: Stage) -> Roles | None:
    """A thing changes hands."""
    held = _held(stage)
    other = stage.person(lambda name: held is not None and name != held["who"]) if held else None
    return {**held, "other": other} if held and other else None


def _held(stage: Stage) -> Roles | None:
    """A thing whose owner is part of the story and free today."""
    for _ in range(6):
        thing = stage.random.choice(stage.casts["thing"])
        owner = stage.state.get("owner", thing)
        if owner and stage.entered(owner) and stage.free(owner):
            return {"who": owner, "thing": thing}
    return None


def sell(stage: Stage) -> Roles | None:
    """A thing changes hands for money; the price is not always told."""
    roles = give(stage)
    priced = stage.random.random() < 0.7
    return {**roles, **({"price": str(stage.random.randint(3, 95))} if priced else {})} if roles else None


def lose(stage: Stage) -> Roles | None:
    """A thing is lost by its owner."""
    return _held(stage)


def note_loss(stage: Stage, roles: Roles) -> None:
    """It may be found again."""
    stage.note(LOST)[roles["thing"]] = roles["who"]


def find(stage: Stage) -> Roles | None:
    """A lost thing is found by another."""
    lost = stage.note(LOST)
    if not lost:
        return None
    thing = stage.random.choice(list(lost))
    who = stage.person(lambda name: name != lost[thing])
    return {"who": who, "thing": thing} if who else None


def note_find(stage: Stage, roles: Roles) -> None:
    """It is no longer lost."""
    del stage.note(LOST)[roles["thing"]]


def found(stage: Stage) -> Roles | None:
    """Somebody who has never worked for another founds a house."""
    if not stage.later["organisation"]:
        return None
    employed = stage.state.values.get("employer", {})
    who = stage.person(lambda name: name not in employed and not _is_founder(stage, name))
    place = stage.any("town")
    return {"who": who, "org": stage.later["organisation"][-1], "place": place} if who and place else None


def note_founding(stage: Stage, roles: Roles) -> None:
    """It exists now."""
    stage.casts["organisation"].append(stage.later["organisation"].pop())
    stage.note("founders")[roles["who"]] = roles["org"]


def marry(stage: Stage) -> Roles | None:
    """Two free people who live in one place, as far as anyone knows."""

    def free(name: str) -> bool:
        return not stage.state.get("spouse", name)

    who = stage.person(free)
    if who is None:
        return None
    homes = {stage.state.get("home", who), None}
    other = stage.person(
        lambda name: (
            free(name) and (name in stage.female) != (who in stage.female) and stage.state.get("home", name) in homes
        )
    )
    return {"who": who, "other": other} if other else None


def relocate(stage: Stage) -> Roles | None:
    """A house moves."""
    org = stage.random.choice(stage.casts["organisation"])
    origin = stage.state.get("seat", org)
    place = stage.any("town", origin)
    return {"org": org, "origin": origin, "place": place} if origin and place else None


def redefine(stage: Stage) -> Roles | None:
    """A coined word comes to mean something else."""
    term = stage.random.choice(stage.casts["term"])
    return {"term": term, "sense": a_sense(stage, term)}


def rename(stage: Stage) -> Roles | None:
    """The same initials come to stand for something else."""
    initials = stage.random.choice(stage.casts["initials"])
    return {"initials": initials, "phrase": an_expansion(stage, initials)}
