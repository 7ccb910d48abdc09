"""What can happen under the agreement, given what is so: proposals for the roles of each act, and draws of values.

Nobody hands over what is not in their charge, no licence is assigned that was not granted, and no breach is cured that
nobody complained of.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchwright.items.worlds.genres.agreement import words
from benchwright.items.worlds.schema import Draw, Plot, Roles, Sort
from benchwright.items.worlds.stage import Stage, Test

BREACHES = "breaches"
"""Topic of the notes: party in breach -> party that served notice and has not yet been answered."""


def word(choices: Sequence[str]) -> Draw:
    """A draw of one of these words."""

    def draw(stage: Stage, _: str) -> str:
        return stage.random.choice(choices)

    return draw


def number(topic: str, least: int, most: int) -> Draw:
    """A draw of a number from `least` to `most` or somewhat more: no two alike, so that they can be compared."""

    def draw(stage: Stage, subject: str) -> str:
        taken = stage.note(topic)
        while (value := str(stage.random.randint(least, most + 2 * len(taken)))) in taken:
            pass
        taken[value] = subject
        return value

    return draw


def amount(stage: Stage) -> str:
    """Crowns that change hands."""
    return str(stage.random.randint(21, 980))


def a_ceiling(stage: Stage, party: str) -> str:
    """Crowns of credit, other than now."""
    now = stage.state.get("ceiling", party)
    while (value := str(50 * stage.random.randint(21, 198))) == now:
        pass
    return value


def a_meaning(stage: Stage, term: str) -> str:
    """What a defined term means, other than now: something that can be counted."""
    choice, now = stage.random.choice, stage.state.get("meaning", term)
    while (value := f"{choice(words.COUNTED)} {choice(words.TREATED)} {choice(words.WHEREBY)}") == now:
        pass
    return value


def an_expansion(stage: Stage, acronym: str) -> str:
    """What an acronym stands for, other than now."""
    first, second, third = tuple(acronym)
    while True:
        begin = stage.random.choice((words.FIRST_WORDS, words.OTHER_FIRST_WORDS))[first]
        middle = stage.random.choice((words.SECOND_WORDS, words.OTHER_SECOND_WORDS))[second]
        value = f"{begin} {middle} {words.THIRD_WORDS[third]}"
        if value != stage.state.get("expansion", acronym):
            return value


def _held(stage: Stage, sort: Sort, relation: str, fits: Test = bool) -> tuple[str, str] | None:
    """(subject, value) of something that holds of a subject of that sort, and whose value fits."""
    for _ in range(12):
        subject = stage.any(sort)
        value = stage.state.get(relation, subject) if subject else None
        if subject and value and fits(value):
            return subject, value
    return None


def _roles(**names: str | None) -> Roles | None:
    """These roles, where there is a name for each."""
    found = {role: name for role, name in names.items() if name}
    return found if len(found) == len(names) else None


def succeeded(sort: Sort, relation: str, role: str) -> Plot:
    """Somebody else takes over from the person who has it now."""

    def plot(stage: Stage) -> Roles | None:
        held = _held(stage, sort, relation, stage.free)
        if held is None:
            return None
        subject, former = held
        return _roles(**{role: subject}, former=former, who=stage.person(lambda name: name != former))

    return plot


def moved(sort: Sort, relation: str, role: str) -> Plot:
    """From the town where it is to another."""

    def plot(stage: Stage) -> Roles | None:
        held = _held(stage, sort, relation)
        return _roles(**{role: held[0]}, origin=held[1], place=stage.any("town", held[1])) if held else None

    return plot


def done_at(sort: Sort, role: str) -> Plot:
    """Somebody does something that has to do with one of a sort."""

    def plot(stage: Stage) -> Roles | None:
        return _roles(who=stage.person(), **{role: stage.any(sort)})

    return plot


def ended(sort: Sort, relation: str, role: str) -> Plot:
    """What holds of a subject holds no longer."""

    def plot(stage: Stage) -> Roles | None:
        held = _held(stage, sort, relation)
        return {role: held[0], "former": held[1]} if held else None

    return plot


def fall_due(stage: Stage) -> Roles | None:
    """An amount from one party to another."""
    party = stage.any("party")
    return _roles(party=party, payee=stage.any("party", party), sum=amount(stage))


def complain(stage: Stage) -> Roles | None:
    """A representative serves notice on a party that has no such notice open."""
    held = _held(stage, "party", "agent", stage.free)
    offender = stage.any("party", held[0]) if held else None
    if held is None or offender is None or offender in stage.note(BREACHES):
        return None
    return {"who": held[1], "party": held[0], "offender": offender}


def complained(stage: Stage, roles: Roles) -> None:
    """The notice stays open until it is answered."""
    stage.note(BREACHES)[roles["offender"]] = roles["party"]


def put_right(stage: Stage) -> Roles | None:
    """A party that has been complained of makes amends."""
    still = stage.note(BREACHES)
    if not still:
        return None
    offender = stage.random.choice(list(still))
    return {"offender": offender, "party": still[offender]}


def settled(stage: Stage, roles: Roles) -> None:
    """The notice is closed."""
    del stage.note(BREACHES)[roles["offender"]]


def grant(stage: Stage) -> Roles | None:
    """A work that nobody has a licence for finds a licensee."""
    works = (stage.any("work") for _ in range(8))
    work = next((name for name in works if name and not stage.state.get("licensee", name)), None)
    return _roles(work=work, party=stage.any("party"))


def assign(stage: Stage) -> Roles | None:
    """A licence goes from one party to another for a price."""
    held = _held(stage, "work", "licensee")
    party = stage.any("party", held[1]) if held else None
    return _roles(work=held[0], former=held[1], party=party, price=amount(stage)) if held else None


def vouch(stage: Stage) -> Roles | None:
    """A party becomes guarantor of another, in place of any earlier one; two do not vouch for one another."""
    party = stage.any("party")
    if party is None:
        return None
    surety = stage.any("party", party, stage.state.get("guarantor", party))
    mutual = surety is None or stage.state.get("guarantor", surety) == party
    return None if mutual else _roles(party=party, surety=surety)


def redefine(stage: Stage) -> Roles | None:
    """A term gets another meaning."""
    term = stage.any("term")
    return _roles(who=stage.person(), term=term, meaning=a_meaning(stage, term)) if term else None


def restyle(stage: Stage) -> Roles | None:
    """An acronym stands for something else."""
    acronym = stage.any("acronym")
    return _roles(who=stage.person(), acronym=acronym, phrase=an_expansion(stage, acronym)) if acronym else None


def transfer(stage: Stage) -> Roles | None:
    """Somebody goes from one party to another."""
    who = stage.person(lambda name: bool(stage.state.get("payroll", name)))
    former = stage.state.get("payroll", who) if who else None
    return _roles(who=who, former=former, party=stage.any("party", former)) if former else None


def depute(stage: Stage) -> Roles | None:
    """Somebody who has no alternate names one; two do not stand in for one another."""
    pair = stage.pair()
    if pair is None or _has(stage, pair["who"]):
        return None
    return None if stage.state.get("deputy", pair["other"]) == pair["who"] else pair


def revoke(stage: Stage) -> Roles | None:
    """Somebody who has an alternate withdraws the appointment."""
    who = stage.person(lambda name: stage.free(stage.state.get("deputy", name) or name) and _has(stage, name))
    return _roles(who=who, other=stage.state.get("deputy", who)) if who else None


def _has(stage: Stage, name: str) -> bool:
    return bool(stage.state.get("deputy", name))


def write(stage: Stage) -> Roles | None:
    """One writes to another."""
    return stage.pair()


def revise(stage: Stage) -> Roles | None:
    """The credit of a party gets another ceiling."""
    held = _held(stage, "party", "ceiling")
    return {"party": held[0], "sum": a_ceiling(stage, held[0])} if held else None


def accede(stage: Stage) -> Roles | None:
    """A new party joins, with a representative and an address."""
    later = stage.later["party"]
    return _roles(party=later[-1], who=stage.person(), place=stage.any("town")) if later else None


def acceded(stage: Stage, _: Roles) -> None:
    """It is a party like the others from now on."""
    stage.casts["party"].append(stage.later["party"].pop())


def no_mutual(relation: str, sort: Sort) -> Draw:
    """A draw of another of the same sort, such that no two have each other for value."""

    def draw(stage: Stage, subject: str) -> str | None:
        value = stage.any(sort, subject)
        return None if value and stage.state.get(relation, value) == subject else value

    return draw
