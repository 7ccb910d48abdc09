"""Sweeps that never happened: items that ask the same at several lengths, and systems that lose their way in them."""

from __future__ import annotations

import math
from dataclasses import dataclass

from benchwright.records import Attempt, Document, Evidence, Graded, Item, Run, Verdict
from benchwright.reports import ReportInput
from benchwright.seeding import rng
from reports.fabric import card, document, item

LENGTHS = (1000, 2000, 4000, 8000, 16000, 32000, 64000, 128000)


@dataclass(frozen=True)
class Sweep:
    """How large a sweep is."""

    groups: int = 40
    documents: int = 10
    """Worlds; each is told at every length."""
    lengths: tuple[int, ...] = LENGTHS
    kinds: tuple[str, ...] = ("count", "fact", "order")


@dataclass(frozen=True)
class Reader:
    """A system that fades with length."""

    top: float = 0.95
    half: float = 16_000.0
    """Tokens at which half of the ceiling is left."""
    steep: float = 1.0
    """Logits per doubling."""
    late: float = 0.0
    """Logits that evidence at the end costs against the start."""
    window: int = 10**9
    """Tokens over which no attempt is resolved."""


def items_of(sweep: Sweep) -> tuple[list[Item], dict[str, Document]]:
    """The items, groups within lengths, with one short document per world and length."""
    homes = {(world, length): document(1000 * world + place, 600 + 100 * place)
             for world in range(sweep.documents) for place, length in enumerate(sweep.lengths)}  # fmt: skip
    found = []
    for group in range(sweep.groups):
        world = group % sweep.documents
        position = rng("sweep", "position", group).random()
        for length in sweep.lengths:
            home = homes[world, length]
            start = int(position * (len(home.text) - 40))
            spot = Evidence(document=home.id, start=start, end=start + 30, quote=home.text[start : start + 30])
            found.append(
                item(home, group, sweep.kinds[group // sweep.documents % len(sweep.kinds)], group=f"g{group}",
                     variant=str(length), cluster=f"w{world}", position=position, evidence=(spot,),
                     question=f"Question {group} of world {world}?")
            )  # fmt: skip
    return found, {home.id: home for home in homes.values()}


def run(items: list[Item], model: str, context: str = "full", reader: Reader = Reader()) -> Run:
    """One system's attempts: with the evidence only it is right at every length of a group, or at none."""
    name = f"{model} | direct | {context}"
    graded = [Graded(attempt=_attempt(one, name, found), verdict=found)
              for one in items for found in [_verdict(one, model, context, reader)]]  # fmt: skip
    return Run(system=name, model=model, method="direct", context=context, benchmark="9c2f0b7ad1e35c44",
               graded=tuple(graded), complete=all(pair.verdict.state != "failed" for pair in graded))  # fmt: skip


def _verdict(one: Item, model: str, context: str, reader: Reader) -> Verdict:
    length = int(one.variant)
    if context != "evidence" and length > reader.window:
        return Verdict(state="failed", failure="limit", reason="the prompt does not fit the model's window")
    able = rng("sweep", "able", model, one.group).random() < reader.top
    logit = reader.steep * math.log2(reader.half / length) - reader.late * ((one.position or 0.0) - 0.5)
    roll = rng("sweep", "found", model, one.group, length).random()
    if able and (context == "evidence" or roll < 1 / (1 + math.exp(-logit))):
        return Verdict(state="graded", value=1.0, answer=one.answer.values[0])
    return Verdict(state="graded", value=0.0, answer="something else")


def _attempt(one: Item, name: str, found: Verdict) -> Attempt:
    failed = found.state == "failed"
    return Attempt(item=one.id, system=name, completion="" if failed else f"ANSWER: {found.answer}",
                   failure=found.failure, error=found.reason if failed else "",
                   stop_reason="model_length" if failed else "stop")  # fmt: skip


def swept(sweep: Sweep = Sweep(), *runs: tuple[str, str, Reader]) -> ReportInput:
    """A sweep with the runs given as model, context and reader, or with two systems, one with its ceiling."""
    items, homes = items_of(sweep)
    chosen = runs or (
        ("openai/large", "full", Reader(half=48_000, late=1.0)),
        ("openai/large", "evidence", Reader(half=48_000)),
        ("embedded/small", "full", Reader(top=0.8, half=4000, window=32_000)),
    )
    return ReportInput(card=card(items, list(homes.values())), items=items, documents=homes,
                       runs=tuple(run(items, *one) for one in chosen))  # fmt: skip
