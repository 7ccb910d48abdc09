"""What can happen at a research station, and what is so at its start.

A plot keeps the station sane: nobody hands over what they do not keep, a broken instrument measures nothing, who leads
a team stays with it, and a supervisor is always the senior (in the order in which people enter).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from benchwright.items.worlds.genres.research import words

if TYPE_CHECKING:
    from benchwright.items.worlds.schema import Draw, Roles
    from benchwright.items.worlds.stage import Stage

BROKEN, SPOILED, LEADS, RANK = "broken", "spoiled", "leads", "rank"
"""Topics of the notes: instrument -> who broke it, sample -> who threw it out, person -> the team they lead, person ->
place of entrance."""


def word(choices: tuple[str, ...]) -> Draw:
    """One of the words."""
    return lambda stage, _: stage.random.choice(choices)


def number(least: int, most: int) -> Draw:
    """A number between those."""
    return lambda stage, _: str(stage.random.randint(least, most))


# What is so at the start.


def rank(stage: Stage, name: str) -> int:
    """Place in the order of entrance."""
    ranks = stage.note(RANK)
    if not ranks:
        ranks.update({person: str(place) for place, person in enumerate(stage.casts["person"])})
    return int(ranks[name])


def senior(stage: Stage, subject: str) -> str | None:
    """Somebody who entered earlier."""
    place = rank(stage, subject)
    return stage.casts["person"][stage.random.randrange(place)] if place else None


def leading(stage: Stage, subject: str) -> str | None:
    """One of the members of a team."""
    members = [name for name, team in stage.state.values.get("team", {}).items() if team == subject]
    if not members:
        return None
    leader = stage.random.choice(members)
    stage.note(LEADS)[leader] = subject
    return leader


def older(stage: Stage, subject: str) -> str | None:
    """A sample that was there before the subject."""
    samples = stage.casts["sample"]
    before = samples[: samples.index(subject)]
    return stage.random.choice(before) if before and stage.random.random() < 0.5 else None


def expansion(stage: Stage, subject: str) -> str | None:
    """Words that fit the letters of a protocol."""
    now = stage.state.get("stands", subject)
    return stage.random.choice([text for text in words.WORDS[subject.rsplit(maxsplit=1)[-1]] if text != now])


def sense(stage: Stage, subject: str) -> str | None:
    """A meaning that no other term has had."""
    taken = stage.note("senses")
    left = [text for text in words.SENSES if text not in taken] or list(words.SENSES)
    text = stage.random.choice(left)
    if text == stage.state.get("meaning", subject):
        return None
    taken[text] = subject
    return text


# What can happen.


def _ready(stage: Stage, name: str | None) -> bool:
    """Whether somebody who is known already may act today."""
    return name is not None and stage.entered(name) and stage.free(name)


def _somebody_else(stage: Stage, name: str) -> str | None:
    return stage.person(lambda other: other != name)


def _kept(stage: Stage) -> Roles | None:
    """A sample whose keeper may act, with its keeper."""
    for _ in range(6):
        thing = stage.any("sample")
        keeper = stage.state.get("keeper", thing) if thing else None
        if thing and keeper and _ready(stage, keeper):
            return {"who": keeper, "thing": thing}
    return None


def transfer(stage: Stage) -> Roles | None:
    """A keeper hands a sample to somebody."""
    roles = _kept(stage)
    other = _somebody_else(stage, roles["who"]) if roles else None
    return {**roles, "other": other} if roles and other else None


def spoil(stage: Stage) -> Roles | None:
    """A keeper throws a sample out; most of them are left at any time."""
    few = 3 * len(stage.note(SPOILED)) >= len(stage.casts["sample"])
    roles = None if few else _kept(stage)
    return roles if roles and stage.state.get("store", roles["thing"]) else None


def spoilt(stage: Stage, roles: Roles) -> None:
    """It is gone."""
    stage.note(SPOILED)[roles["thing"]] = roles["who"]


def _moved(stage: Stage, relation: str, sort: str, role: str) -> Roles | None:
    name = stage.any(sort)
    origin = stage.state.get(relation, name) if name else None
    place = stage.any("store", origin) if origin else None
    who = stage.person() if place else None
    return {"who": who, role: name, "origin": origin, "place": place} if who and name and origin and place else None


def shift(stage: Stage) -> Roles | None:
    """A sample is moved to another store."""
    return _moved(stage, "store", "sample", "thing")


def carry(stage: Stage) -> Roles | None:
    """An instrument is set up somewhere else."""
    return _moved(stage, "house", "instrument", "gear")


def measure(stage: Stage) -> Roles | None:
    """A sample is put under an instrument."""
    thing, gear = stage.any("sample"), stage.any("instrument", *stage.note(BROKEN))
    if not thing or not gear or not stage.state.get("store", thing):
        return None
    who = stage.person()
    return {"who": who, "thing": thing, "gear": gear, "reading": str(stage.random.randint(31, 97))} if who else None


def calibrate(stage: Stage) -> Roles | None:
    """An instrument that works is calibrated."""
    gear = stage.any("instrument", *stage.note(BROKEN))
    who = stage.person() if gear else None
    return {"who": who, "gear": gear} if who and gear else None


def fail(stage: Stage) -> Roles | None:
    """An instrument breaks; most of them work at any time."""
    if 3 * len(stage.note(BROKEN)) >= len(stage.casts["instrument"]):
        return None
    return calibrate(stage)


def broken(stage: Stage, roles: Roles) -> None:
    """It is broken now."""
    stage.note(BROKEN)[roles["gear"]] = roles["who"]


def mend(stage: Stage) -> Roles | None:
    """A broken instrument is repaired."""
    if not stage.note(BROKEN):
        return None
    who, gear = stage.person(), stage.random.choice(list(stage.note(BROKEN)))
    return {"who": who, "gear": gear} if who else None


def mended(stage: Stage, roles: Roles) -> None:
    """It works again."""
    del stage.note(BROKEN)[roles["gear"]]


def visit(stage: Stage) -> Roles | None:
    """Somebody goes out to a site."""
    who, place = stage.person(), stage.any("site")
    return {"who": who, "place": place} if who and place else None


def enlist(stage: Stage) -> Roles | None:
    """Somebody without a team joins one."""
    who = stage.person(lambda name: name not in stage.note(LEADS) and not stage.state.get("team", name))
    team = stage.any("team") if who else None
    return {"who": who, "team": team} if who and team else None


def switch(stage: Stage) -> Roles | None:
    """A member who leads nothing goes over to another team."""
    who = stage.person(lambda name: bool(stage.state.get("team", name)) and name not in stage.note(LEADS))
    former = stage.state.get("team", who) if who else None
    team = stage.any("team", former) if former else None
    return {"who": who, "former": former, "team": team} if who and former and team else None


def form(stage: Stage) -> Roles | None:
    """Somebody who has never been in a team forms one."""
    if not stage.later["team"]:
        return None
    teams = stage.state.values.get("team", {})
    who, place = stage.person(lambda name: name not in teams and name not in stage.note(LEADS)), stage.any("site")
    return {"who": who, "team": stage.later["team"][-1], "place": place} if who and place else None


def formed(stage: Stage, roles: Roles) -> None:
    """The team exists, and has its leader."""
    stage.casts["team"].append(stage.later["team"].pop())
    stage.note(LEADS)[roles["who"]] = roles["team"]


def lead(stage: Stage) -> Roles | None:
    """A member takes the lead of their team."""
    who = stage.person(lambda name: bool(stage.state.get("team", name)) and name not in stage.note(LEADS))
    team = stage.state.get("team", who) if who else None
    former = stage.state.get("leader", team) if team else None
    if not who or not team or not former or not _ready(stage, former):
        return None
    return {"who": who, "team": team, "former": former}


def led(stage: Stage, roles: Roles) -> None:
    """The one leads, the other no longer."""
    stage.note(LEADS).pop(roles["former"], None)
    stage.note(LEADS)[roles["who"]] = roles["team"]


def rebase(stage: Stage) -> Roles | None:
    """A leader moves the base of the team."""
    team = stage.any("team")
    origin, who = (stage.state.get("base", team), stage.state.get("leader", team)) if team else (None, None)
    place = stage.any("site", origin) if origin else None
    if not team or not origin or not place or not who or not _ready(stage, who):
        return None
    return {"who": who, "team": team, "origin": origin, "place": place}


def assign(stage: Stage) -> Roles | None:
    """Somebody is put under a senior who has not been their supervisor so far."""
    who = stage.person(lambda name: rank(stage, name) > 0)
    if who is None:
        return None
    place, now = rank(stage, who), stage.state.get("supervisor", who)
    other = stage.person(lambda name: rank(stage, name) < place and name != now)
    return {"who": who, "other": other} if other else None


def culture(stage: Stage) -> Roles | None:
    """A new sample is raised from an old one."""
    parent = stage.any("sample") if stage.later["sample"] else None
    if not parent or not stage.state.get("store", parent):
        return None
    who, place = stage.person(), stage.any("store")
    roles = {"thing": stage.later["sample"][-1], "parent": parent}
    return {"who": who, **roles, "place": place} if who and place else None


def cultured(stage: Stage, _: Roles) -> None:
    """The new sample exists."""
    stage.casts["sample"].append(stage.later["sample"].pop())


def redefine(stage: Stage) -> Roles | None:
    """A term gets another meaning."""
    term = stage.any("term")
    who = stage.person() if term and stage.state.get("meaning", term) else None
    text = sense(stage, term) if term and who else None
    return {"who": who, "term": term, "sense": text} if who and term and text else None


def restate(stage: Stage) -> Roles | None:
    """The letters of a protocol get other words."""
    code = stage.any("protocol")
    who = stage.person() if code and stage.state.get("stands", code) else None
    text = expansion(stage, code) if code and who else None
    return {"who": who, "code": code, "words": text} if who and code and text else None


def memo(stage: Stage) -> Roles | None:
    """Somebody writes to somebody."""
    return stage.pair()


def keys(stage: Stage) -> Roles | None:
    """A store gets another warden."""
    place = stage.any("store")
    now = stage.state.get("warden", place) if place else None
    who = stage.person(lambda name: name != now) if now else None
    return {"who": who, "place": place} if who and place else None
