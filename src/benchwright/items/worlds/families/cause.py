"""Cause and motive: why somebody did something, and which earlier event brought a later one about.

Both are stated, each in a sentence of its own. The wrong options of a cause are events before the effect that are
spoken of as causes or effects of others, as far as there are any, so that standing in the text is no hint.
"""

from __future__ import annotations

from collections.abc import Iterator

from benchwright.items.worlds.families.draft import Context, Draft, Family, choice_answer, decoys_of, word_answer
from benchwright.items.worlds.families.order import joined
from benchwright.items.worlds.query import View
from benchwright.items.worlds.state import MOTIVE, Fact

CAUSES = (
    "Which of these brought about {effect}: {options}?",
    "What led to {effect}: {options}?",
)


def _motive(context: Context, fact: Fact) -> Draft:
    view, stream = context.view, context.random
    event = view.event(fact.subject)
    act = view.schema.acts[event.kind]
    gold = word_answer(fact.value)
    same = view.motives_of(event.roles["who"])
    wording = stream.choice(act.why)
    return Draft(
        "cause", ("motive", event.id), wording.format(**event.roles), gold, (fact.id,), wording=wording,
        slots=event.roles, like=event.kind,
        decoys=decoys_of("another motive of theirs", [word_answer(other.value) for other in same], gold),
    )  # fmt: skip


def _behind(view: View, fact: Fact) -> set[str]:
    """The cause and what brought it about in turn: all of it led to the effect."""
    chain = {fact.value}
    while (cause := view.causes().get(fact.value)) and cause.value not in chain:
        chain.add(cause.value)
        fact = cause
    return chain


def _cause(context: Context, fact: Fact) -> Draft | None:
    view, stream = context.view, context.random
    effect, right = view.event(fact.subject), view.spoken[fact.value]
    chain = _behind(view, fact)
    people = {name for name in effect.roles.values() if name in view.world.casts["person"]}
    near = [
        view.spoken[event.id] for event in view.before(effect)
        if event.id in view.spoken and event.id not in chain and people & set(event.roles.values())
    ]  # fmt: skip
    rest = [view.spoken[e.id] for e in view.before(effect) if e.id in view.spoken and e.id not in chain]
    told = {view.spoken[key] for found in view.causes().values() for key in (found.subject, found.value)}
    wrong = [
        text for pool in ([t for t in rest if t in told], near, rest) for text in stream.sample(pool, len(pool))
    ]  # fmt: skip
    others = list(dict.fromkeys(wrong))[:2]  # those that the text speaks of in these words first
    if len(others) < 2:
        return None
    options = [right, *others]
    stream.shuffle(options)
    text = view.spoken[effect.id]
    question = stream.choice(CAUSES).format(effect=text, options=joined(options, ", or "))
    return Draft("cause", ("cause", effect.id), question, choice_answer(options, right), (fact.id,), like=effect.kind)


def _drafts(context: Context) -> Iterator[Draft]:
    """Motives and causes in turn, either first."""
    view, stream = context.view, context.random
    motives, causes = list(view.motives().values()), list(view.causes().values())
    left = [iter(stream.sample(facts, len(facts))) for facts in stream.sample((motives, causes), 2)]
    while left:
        for deck in list(left):
            fact = next(deck, None)
            if fact is None:
                left.remove(deck)
            elif draft := (_motive if fact.relation == MOTIVE else _cause)(context, fact):
                yield draft


FAMILY = Family("cause", "why something happened", _drafts)
