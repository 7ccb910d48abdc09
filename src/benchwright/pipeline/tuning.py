"""A benchmark that a given model solves at a given rate: a ladder of dials, searched with trial runs, then the making.

    ladder ─► search ─► trial: make a few items, run the model ─► ... ─► dials ─► make

Trials live in `OUT.tuning/`, one small benchmark and its Inspect log each, found again by what they try: a search that
was killed, or that is asked for another target, repeats none. Trial items come from splits of their own, so that the
benchmark shares nothing with them. Each trial item has a world of its own, so that items are independent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import Field

from benchwright.errors import InputError, ModelError, OutputError
from benchwright.items.maker import Settings
from benchwright.pipeline.checking import checked
from benchwright.pipeline.ladder import Rung, ladder
from benchwright.pipeline.making import Made, Progress, make, plan, settings_from
from benchwright.pipeline.searching import Found, Trial, batch_size, check_band, search
from benchwright.records import MakerSettings, Record, Usage, counts_as_right, digest
from benchwright.store import is_benchmark, load

if TYPE_CHECKING:
    from benchwright.records import Run

MAKER = "worlds"
ROOM, STRETCH = 400, 1.4
"""Tokens of question and reply; how many tokens of a model a token of ours (four bytes) may be."""
EASED: tuple[dict[str, Any], ...] = ({}, {"distance": 0.0}, {"distance": 0.0, "distractors": 0})
"""What is given up, in this order, where small worlds cannot hold a rung's questions."""


class TuneSettings(Record):
    """What is aimed at, and what it may cost."""

    against: str
    """The model, as Inspect names it."""
    target: float = 0.5
    """Share of items that it should solve."""
    tolerance: float = 0.1
    budget_items: int = 400
    """Trial items in all."""
    model_args: dict[str, Any] = Field(default_factory=dict)
    nearest: bool = False
    """Make the nearest rung where none lies in the band."""


@dataclass(frozen=True)
class Outlook:
    """What a search would do at most."""

    rungs: tuple[Rung, ...]
    batch: int
    most_items: int
    most_tokens: int
    """Input tokens, were every trial at the longest rung."""
    leaves: str


@dataclass(frozen=True)
class Tuned:
    """A benchmark with how its dials were found."""

    made: Made
    found: Found
    rung: Rung
    settings: Settings


@dataclass
class _Job:
    """A search under way."""

    given: dict[str, Any]
    tune: TuneSettings
    home: Path
    rungs: tuple[Rung, ...]
    visits: dict[int, int] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)

    @property
    def seed(self) -> int:
        return int(self.given.get("seed", 0))

    def settings(self, rung: int, count: int, split: str) -> Settings:
        """Settings for one item per world at a rung, eased where its worlds cannot hold them."""
        families = len(self.dial(rung, "families"))
        count = max(families, count // families * families)
        trial = {name: value for name, value in self.given.items() if name != "quotas"}
        if quotas := self.given.get("quotas"):
            trial["families"] = tuple(name for name, number in quotas.items() if number)
        last: InputError | None = None
        for eased in EASED:
            dials = {**self.rungs[rung].dials, **{k: v for k, v in eased.items() if k in self.rungs[rung].dials}}
            settings = settings_from(MAKER, {**trial, **dials, "count": count, "worlds": count, "split": split})
            try:
                plan(MAKER, settings)
            except InputError as error:
                last = error
            else:
                return settings
        raise InputError(f"rung {rung} ({self.rungs[rung]}): {last}") from last

    def dial(self, rung: int, name: str) -> Any:
        """A dial at a rung, turned by the ladder or set by the user."""
        if name == "families" and self.given.get("quotas"):
            return [kind for kind, number in self.given["quotas"].items() if number]
        return self.rungs[rung].dials.get(name, self.given.get(name))


def outlook(given: Mapping[str, Any], tune: TuneSettings) -> Outlook:
    """The ladder, and the most that a search of it may cost. Calls no model.

    Raises:
        InputError: the target, the settings or the model's name cannot be used.
    """
    from benchwright.pipeline.window import facts_of

    check_band(tune.target, tune.tolerance, tune.budget_items)
    facts = facts_of(tune.against, tune.model_args)
    rungs = _ladder(given, None if facts.window is None else int((facts.window - ROOM) / STRETCH))
    longest = max(int(rung.dials.get("tokens", given.get("tokens", 0))) for rung in rungs)
    leaves = "nothing leaves this machine" if facts.local else f"trial items go to wherever {facts.name} is served"
    return Outlook(
        rungs, batch_size(tune.budget_items), tune.budget_items, tune.budget_items * (longest + ROOM), leaves
    )


def _ladder(given: Mapping[str, Any], longest: int | None) -> tuple[Rung, ...]:
    for name in ("sweep", "counterfactual", "quarters"):
        if given.get(name):
            raise InputError(
                f"--target and {name} were both given; tune one benchmark, then make the other by its dials"
            )
    shape = {name: value for name, value in given.items() if name in {"genre", "clauses"}}
    plain, oblique = (settings_from(MAKER, {**shape, "shared_words": shared}).suitable for shared in (True, False))  # type: ignore[attr-defined]
    return ladder(given, tuple(plain), longest, oblique=tuple(oblique))


def tune_and_make(
    given: Mapping[str, Any],
    tune: TuneSettings,
    out: Path | str,
    *,
    title: str = "",
    licence: str = "unspecified",
    overwrite: bool = False,
    progress: Progress | None = None,
    trying: Callable[[Trial, Rung], None] | None = None,
) -> Tuned:
    """Find dials at which the model solves the target share, and make the benchmark with them.

    Args:
        given: settings of the maker `worlds` that are set; the ladder turns the others.
        tune: what is aimed at.
        out: the folder that the benchmark will be; trials go to `OUT.tuning/`.
        title: of the benchmark.
        licence: under which the items may be used.
        overwrite: replace a different benchmark at `out`.
        progress: told after each batch of the making.
        trying: told after each trial.

    Raises:
        InputError: no rung lies in the band: the nearest rate and its dials are named.
        ModelError: trial attempts ended in errors.
    """
    out = Path(out)
    seen = outlook(given, tune)
    _refuse_other(out, tune, overwrite=overwrite)
    job = _Job(dict(given), tune, out.with_name(f"{out.name}.tuning"), seen.rungs)

    def solve(rung: int, count: int) -> tuple[int, int]:
        right, items = _trial(job, rung, count)
        if trying:
            trying(Trial(rung, right, items), job.rungs[rung])
        return right, items

    found = search(len(job.rungs), solve, tune.target, tune.tolerance, tune.budget_items)
    if found.status == "out of reach" and not tune.nearest:
        raise InputError(_refusal(job, found))
    settings = _final(job, found.rung)
    made = make(
        MAKER, settings, out, title=title, licence=licence, overwrite=overwrite, progress=progress,
        tuned=MakerSettings(maker="tuning", seed=job.seed, settings=_record(job, found)),
    )  # fmt: skip
    return Tuned(made, found, job.rungs[found.rung], settings)


def _refuse_other(out: Path, tune: TuneSettings, *, overwrite: bool) -> None:
    """Refuse, before anything is paid for, an output that holds a benchmark tuned otherwise or not at all.

    Raises:
        OutputError: it does.
    """
    if overwrite or not is_benchmark(out):
        return
    card = load(out, verify=False).card
    aims = [one.settings for one in card.makers if one.maker == "tuning"]
    mine = {"target": tune.target, "tolerance": tune.tolerance, "against": tune.against}
    if not any(mine.items() <= {key: aim.get(key) for key in mine}.items() for aim in aims):
        raise OutputError(f"{out} already holds another benchmark ({card.name}); name another --out, or --overwrite")


def _trial(job: _Job, rung: int, count: int) -> tuple[int, int]:
    """The model on a few new items of a rung: (right, items)."""
    from benchwright.pipeline.reporting import read_runs
    from benchwright.pipeline.running import RunSettings, run

    visit = job.visits.get(rung, 0)
    job.visits[rung] = visit + 1
    settings = job.settings(rung, count, f"{job.given.get('split', 'test')} trial {visit}")
    what = [settings.model_dump(mode="json"), job.tune.against, job.tune.model_args]
    home = job.home / f"rung-{rung:02d}-visit-{visit:02d}-{digest(what, 8)}"
    made = make(MAKER, settings, home / "bench", title="trial")
    row = checked(RunSettings, {"model": job.tune.against, "model_args": job.tune.model_args})
    logs = run(home / "bench", row, home / "runs", display="none")
    _, runs = read_runs(logs, bench=home / "bench")
    job.usage = _added(job.usage, runs[0])
    return _right(made, runs[0])


def _right(made: Made, run: Run) -> tuple[int, int]:
    items = {item.id: item for item in made.benchmark.items}
    right = [
        counts_as_right(pair.verdict.outcome(answerable=items[pair.attempt.item].answerable)) for pair in run.graded
    ]
    if bad := right.count(None):
        reason = next(
            pair.attempt.error or pair.verdict.reason for pair in run.graded if pair.verdict.state == "failed"
        )
        raise ModelError(
            f"{bad} of {len(right)} attempts of a trial ended in errors ({reason[:120]}); run the same command again"
        )
    return sum(map(bool, right)), len(right)


def _added(usage: Usage, run: Run) -> Usage:
    """Tokens and money of all trials; seconds differ from run to run and are left out."""
    spent = [pair.attempt.usage for pair in run.graded]
    costs = [one.cost_usd for one in (usage, *spent) if one.cost_usd is not None]
    return Usage(
        input_tokens=usage.input_tokens + sum(one.input_tokens for one in spent),
        output_tokens=usage.output_tokens + sum(one.output_tokens for one in spent),
        calls=usage.calls + sum(one.calls for one in spent),
        cost_usd=sum(costs) if costs else None,
    )


def _final(job: _Job, rung: int) -> Settings:
    """The benchmark's own settings: the dials that were tried, with as many worlds as its items need.

    Raises:
        InputError: even a world for each item does not hold them.
    """
    tried = job.settings(rung, 20, f"{job.given.get('split', 'test')} trial 0")
    dials = {name: getattr(tried, name) for name in job.rungs[rung].dials}
    settings = settings_from(MAKER, {**job.given, **dials})
    count = sum(settings.asked.values())  # type: ignore[attr-defined]
    worlds = job.given.get("worlds") or settings.number  # type: ignore[attr-defined]
    while True:
        settings = settings_from(MAKER, {**job.given, **dials, "worlds": worlds})
        try:
            plan(MAKER, settings)
        except InputError:
            if worlds == count or job.given.get("worlds"):
                raise
            worlds = min(count, worlds * 2)
        else:
            return settings


def _record(job: _Job, found: Found) -> dict[str, Any]:
    """What the card says of the search."""
    cost = job.usage
    return {
        "target": job.tune.target, "tolerance": job.tune.tolerance, "against": job.tune.against,
        "model_args": job.tune.model_args, "status": found.status, "rung": found.rung, "of rungs": len(job.rungs),
        "solve rate": {
            "value": round(found.rate.value, 4), "low": round(found.rate.low, 4), "high": round(found.rate.high, 4),
            "level": found.rate.level, "n": found.rate.n, "method": found.rate.method,
        },
        "trials": [[trial.rung, trial.right, trial.items] for trial in found.trials],
        "trial items": found.items,
        "cost": {
            "input tokens": cost.input_tokens, "output tokens": cost.output_tokens, "calls": cost.calls,
            "usd": cost.cost_usd,
        },
    }  # fmt: skip


def _refusal(job: _Job, found: Found) -> str:
    low, high = job.tune.target - job.tune.tolerance, job.tune.target + job.tune.tolerance
    spent = " and the budget is spent (--budget-items)" if found.items >= job.tune.budget_items else ""
    return (
        f"{job.tune.against} solves no rung tried at {low:.2f} to {high:.2f}{spent}; the nearest is rung {found.rung} "
        f"at {found.rate.value:.2f} [{found.rate.low:.2f}, {found.rate.high:.2f}] of {found.rate.n} items "
        f"({job.rungs[found.rung]}); take it with --nearest, or aim at {found.rate.value:.1f}"
    )
