"""What can happen next in the firm, and what is so when the records begin.

Heads of teams stay where they are until somebody of the team takes their place; nobody hands over what is not theirs; a
project without a leader waits for one. Notes: `heads` (person -> the team they are head of) and `headed` (team -> its
head).
"""

from __future__ import annotations

from collections.abc import Sequence

from benchwright.items.worlds.genres.company import words
from benchwright.items.worlds.schema import Draw, Plot, Roles
from benchwright.items.worlds.stage import Stage

HEADS, HEADED = "heads", "headed"
TRIES = 3


def choice(choices: Sequence[str]) -> Draw:
    """Any of these."""
    return lambda stage, _: stage.random.choice(choices)


def numbers(least: int, most: int) -> Draw:
    """Any number between the two."""
    return lambda stage, _: str(stage.random.randint(least, most))


def head(stage: Stage, team: str) -> str | None:
    """A head for a team; nobody is the head of two."""
    who = stage.any("person")
    if who is None or who in stage.note(HEADS):
        return None
    _seat(stage, team, who)
    return who


def _seat(stage: Stage, team: str, who: str) -> None:
    stage.note(HEADS)[who] = team
    stage.note(HEADED)[team] = who


def desk(stage: Stage, person: str) -> str | None:
    """A team for a person; heads have theirs."""
    return None if person in stage.note(HEADS) else stage.any("team")


def mentor(stage: Stage, person: str) -> str | None:
    """Somebody else whom they did not train."""
    other = stage.any("person", person)
    return other if other and stage.state.get("mentor", other) != person else None


def _worker(stage: Stage) -> Roles | None:
    """Somebody who is in a team and not its head, with the team."""
    who = stage.person(lambda name: bool(stage.state.get("team", name)) and name not in stage.note(HEADS))
    former = stage.state.get("team", who) if who else None
    return {"who": who, "former": former} if who and former else None


def transfer(stage: Stage) -> Roles | None:
    """From one team to another."""
    roles = _worker(stage)
    org = stage.any("team", roles["former"]) if roles else None
    return {**roles, "org": org} if roles and org else None


def join(stage: Stage) -> Roles | None:
    """Into a team, from none."""
    who = stage.person(lambda name: not stage.state.get("team", name) and name not in stage.note(HEADS))
    org = stage.any("team")
    return {"who": who, "org": org} if who and org else None


def bench(stage: Stage) -> Roles | None:
    """Out of a team, into none."""
    return _worker(stage)


def appoint(stage: Stage) -> Roles | None:
    """One of a team becomes its head."""
    roles = _worker(stage)
    return {"who": roles["who"], "org": roles["former"]} if roles else None


def appointed(stage: Stage, roles: Roles) -> None:
    """The head before is none any more."""
    stage.note(HEADS).pop(stage.note(HEADED).get(roles["org"], ""), None)
    _seat(stage, roles["org"], roles["who"])


def moving(relation: str, sort: str, role: str) -> Plot:
    """Something goes from the town where it is to another."""

    def plot(stage: Stage) -> Roles | None:
        what = stage.any(sort)
        origin = stage.state.get(relation, what) if what else None
        place = stage.any("town", origin)
        return {role: what, "origin": origin, "place": place} if what and origin and place else None

    return plot


def passing(relation: str, sort: str) -> Plot:
    """Whoever has a thing of the sort hands it to somebody else."""

    def plot(stage: Stage) -> Roles | None:
        for what in filter(None, (stage.any(sort) for _ in range(TRIES))):
            who = stage.state.get(relation, what)
            if who and stage.free(who) and (stage.entered(who) or who in stage.newcomers):
                return _from(stage, who, sort, what)
        return None

    return plot


def _from(stage: Stage, who: str, sort: str, what: str) -> Roles | None:
    other = stage.person(lambda name: name != who)
    return {"who": who, "other": other, sort: what} if other else None


def resign(stage: Stage) -> Roles | None:
    """A leader gives up a project."""
    roles = passing("chief", "project")(stage)
    return {"who": roles["who"], "project": roles["project"]} if roles else None


def take(stage: Stage) -> Roles | None:
    """Somebody takes on a project without a leader."""
    project = stage.any("project")
    if project is None or stage.state.get("chief", project):
        return None
    who = stage.person()
    return {"who": who, "project": project} if who else None


def launch(stage: Stage) -> Roles | None:
    """A new project."""
    if not stage.later["project"]:
        return None
    who, client = stage.person(), stage.any("client")
    return {"who": who, "project": stage.later["project"][-1], "client": client} if who and client else None


def launched(stage: Stage, roles: Roles) -> None:
    """From now on it is one of the projects."""
    stage.later["project"].pop()
    stage.casts["project"].append(roles["project"])


def award(stage: Stage) -> Roles | None:
    """A supplier gets the contract for a product."""
    product = stage.any("product")
    supplier = stage.any("supplier", stage.state.get("contract", product)) if product else None
    who = stage.person()
    return {"who": who, "supplier": supplier, "product": product} if who and supplier and product else None


def pay(stage: Stage) -> Roles | None:
    """An invoice is passed for payment."""
    roles = with_any("supplier")(stage)
    return {**roles, "amount": str(stage.random.randint(31, 970))} if roles else None


def with_any(*sorts: str) -> Plot:
    """Somebody, with any of each sort, under the name of the sort."""
    return _with(sorts, lambda stage: {"who": who} if (who := stage.person()) else None)


def pair_with(*sorts: str) -> Plot:
    """Two people, with any of each sort, under the name of the sort."""
    return _with(sorts, Stage.pair)


def _with(sorts: Sequence[str], people: Plot) -> Plot:
    def plot(stage: Stage) -> Roles | None:
        roles = people(stage)
        others = {sort: name for sort in sorts if (name := stage.any(sort))}
        return {**roles, **others} if roles and len(others) == len(sorts) else None

    return plot


def visit(stage: Stage) -> Roles | None:
    """A visit to a town where one's team is not."""
    who = stage.person()
    team = stage.state.get("team", who) if who else None
    place = stage.any("town", stage.state.get("site", team) if team else None)
    return {"who": who, "place": place} if who and place else None


def meaning(stage: Stage, term: str) -> str:
    """What a term of the house means, other than now."""
    now = stage.state.get("meaning", term)
    return stage.random.choice([text for text in words.MEANINGS if text != now])


def initials(stage: Stage, letters: str) -> str:
    """What initials stand for, other than now."""
    begin, middle = stage.random.choice(words.FIRST), stage.random.choice(words.SECOND)
    phrase = f"{begin[letters[0]]} {middle[letters[1]]} {words.THIRD[letters[2]]}"
    return phrase if phrase != stage.state.get("initials", letters) else initials(stage, letters)


def redefine(stage: Stage) -> Roles | None:
    """A term gets another meaning."""
    roles = with_any("term")(stage)
    return {**roles, "sense": meaning(stage, roles["term"])} if roles else None


def rename(stage: Stage) -> Roles | None:
    """A body keeps its initials and loses its name."""
    letters = stage.any("initials")
    return {"initials": letters, "phrase": initials(stage, letters)} if letters else None
