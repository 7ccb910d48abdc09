"""`make spec`: from a description, a folder or a name to a spec whose stages have run, and then to its benchmark.

    SPEC.md --plan--> plan.json --generate--> code.py --verify--> verification.json, --evaluate--> evaluation.json

Each stage goes on from the files that are there, edited or not, in the folder of work beside the benchmark. Finished
calls are kept in Inspect's reply cache there until all stages are done.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from benchwright.errors import InputError, ModelError, OutputError, boundary
from benchwright.models.calls import Ask, Caller, Purse, Spent
from benchwright.pipeline.making import Made, Progress, already, make, settings_from
from benchwright.pipeline.resuming import forget, replies
from benchwright.pipeline.window import facts_of
from benchwright.records import digest
from benchwright.specs import SHIPPED, BoxedSpec, texts_at
from benchwright.specs.stages.copying import copied
from benchwright.specs.stages.evaluating import evaluated
from benchwright.specs.stages.generating import REPAIRS as CODE_REPAIRS
from benchwright.specs.stages.generating import faults_of, generated
from benchwright.specs.stages.planning import REPAIRS as PLAN_REPAIRS
from benchwright.specs.stages.planning import planned
from benchwright.specs.stages.verifying import PROBLEMS, READ, doubts_of, kept_of, looked_at, unread_of, verified
from benchwright.specs.stages.work import STAGES, Stage, Work
from benchwright.store import SPEC, is_benchmark, writing

if TYPE_CHECKING:
    from inspect_ai.model import Model

Told = Callable[[str], None]
Pause = Literal["plan", "generate", "verify"]
DESCRIPTION_CHARS = 40_000
MAKER = "spec"
PLAIN = ("count", "seed", "split", "unsolvable")
"""Settings that can be looked at before there is a plan."""
RARE = 0.02
"""Share of problems without a solution below which none are asked for."""


@dataclass(frozen=True)
class How:
    """How the stages are run: nothing of it says what is made."""

    model: str = ""
    pause_after: Pause | None = None
    feedback: str = ""
    at: Stage | None = None
    """Of which stage the feedback is; by default of the last that has handed something over."""
    budget_tokens: int | None = None
    problems: int = PROBLEMS
    """Drawn to verify the code."""
    models: Mapping[str, Model] = field(default_factory=dict)
    """Models in place of those that Inspect knows by these names."""
    told: Told = print


@dataclass(frozen=True)
class Specified:
    """What the stages came to."""

    spec: str
    """What the maker `spec` is told: a name, or a folder."""
    paused: Pause | None = None
    spent: Spent = field(default_factory=Spent)
    doubts: tuple[str, ...] = ()
    feasible: float = 1.0
    """Share of the drawn problems that have a solution."""


@dataclass(frozen=True)
class Outlook:
    """What would be done."""

    stages: dict[str, str]
    """By stage: `done`, `by program`, `by model`."""
    calls: int
    """At most."""
    leaves: str


def work_of(out: Path | str) -> Path:
    """The folder of work of a benchmark."""
    out = Path(out)
    return out.with_name(f"{out.name}.spec")


def outlook(source: str, out: Path | str, how: How) -> Outlook:
    """Which stages would run. Calls no model and writes nothing.

    Raises:
        InputError: the source cannot be used, or needs a model.
    """
    kind = _kind(source, how)
    if kind == "name":
        return Outlook(dict.fromkeys(map(str, STAGES), "done, with the package"), 0, "nothing leaves this machine")
    work = Work(Path(source) if kind == "folder" else work_of(out))
    asked = {"plan": PLAN_REPAIRS + 1, "generate": CODE_REPAIRS + 1, "verify": READ, "evaluate": 1}
    stages: dict[str, str] = {}
    calls = 0
    for stage in STAGES:
        written = kind == "folder" and stage in {"plan", "generate"}
        by = "by model" if how.model and not written else "by program"
        stages[stage] = "there, and read again" if work.has(stage) else by
        calls += 0 if written or not how.model else asked[stage]
    local = not how.model or facts_of(how.model, {}).local
    return Outlook(stages, calls, "nothing leaves this machine" if local else f"the description goes to {how.model}")


def _kind(source: str, how: How) -> Literal["name", "folder", "description"]:
    """What a source is.

    Raises:
        InputError: it is nothing that can be used, or needs a model and none is named.
    """
    path = Path(source)
    if source in SHIPPED:
        if how.model or how.feedback or how.pause_after:
            raise InputError(f"{source} comes with the package and needs no model, feedback or pause; leave these out")
        return "name"
    if path.is_dir():
        return "folder"
    if path.is_file():
        if not how.model:
            raise InputError(f"{source} is a description, from which a model makes plan and code: name it with --model")
        return "description"
    known = ", ".join(SHIPPED)
    raise InputError(f"no spec {source!r}: give one of {known}, a folder with plan.json and code.py, or a .md file")


def specify(source: str, out: Path | str, how: How | None = None) -> Specified:
    """Run the stages that a source needs, up to the pause. Running it again goes on, and repeats no finished call.

    Args:
        source: a spec of the package, a folder with plan.json and code.py, or a file with a description.
        out: the folder that the benchmark will be; the work lies in `OUT.spec` beside it.
        how: by which model, up to which stage, and what a person says of what is there.

    Raises:
        InputError: the source, or what a stage handed over, cannot be used.
        ModelError: the model cannot be asked, or the budget is spent; what is finished is kept.
        OutputError: the folder of work cannot be written, or is of another description.
        SandboxError: this machine gives no sandbox.
    """
    how = how or How()
    kind = _kind(source, how)
    if kind == "name":
        return Specified(source)
    work = Work(work_of(out))
    text = _description(Path(source)) if kind == "description" else ""
    work.claim(digest(text, 32) if text else "a folder")
    if kind == "folder":
        copied(Path(source), work, how.told)
    if not how.model:
        import anyio

        return anyio.run(_Stages(work, how, text).run)
    return _asking(work, how, text)


def make_spec(
    source: str, out: Path | str, given: Mapping[str, Any], how: How | None = None, *, title: str = "",
    licence: str = "unspecified", overwrite: bool = False, progress: Progress | None = None,
) -> tuple[Specified, Made | None]:  # fmt: skip
    """Run the stages and then, where nothing paused them, make the benchmark.

    Args:
        source: as `specify` takes it.
        out: the folder that the benchmark will be.
        given: settings of the maker `spec`: `count`, `seed`, `parameters`, ...
        how: of the stages.
        title: of the benchmark; the folder's name where empty.
        licence: under which the items may be used.
        overwrite: replace a different benchmark that is already at `out`.
        progress: told after each batch of items.

    Raises:
        BenchwrightError: as `specify` and `make` say.
    """
    how, out = how or How(), Path(out)
    _can_be_made(out, given, how, overwrite=overwrite)
    done = specify(source, out, how)
    if done.paused:
        return done, None
    settings = settings_from(MAKER, {**_share(done, given), **given, "spec": done.spec})
    stale = [] if done.spec in SHIPPED else _stale(Path(done.spec), out)
    if stale and not overwrite:
        raise OutputError(
            f"{out} was made with another {' and '.join(stale)} than {done.spec} holds now; make it anew with "
            "--overwrite, or name another --out"
        )
    if stale:
        with writing(out):
            shutil.rmtree(out)  # all of it is made again from the folder of work, and no model is asked
    return done, make(
        MAKER, settings, out, title=title, licence=licence, overwrite=overwrite, progress=progress
    )  # fmt: skip


def _can_be_made(out: Path, given: Mapping[str, Any], how: How, *, overwrite: bool) -> None:
    """Before anything is paid for: whether `out` and the settings that do not hang on the plan can be used.

    Raises:
        InputError: a setting cannot be used.
        OutputError: `out` holds something else.
    """
    if not is_benchmark(out) or (how.model and not work_of(out).is_dir()):
        already(out, "", overwrite=overwrite)
    settings_from(MAKER, {name: given[name] for name in PLAIN if name in given} | {"spec": SHIPPED[0]})


def _stale(home: Path, out: Path) -> list[str]:
    """What a person said or edited since the benchmark was made; other plans and code make another benchmark anyway."""
    if not is_benchmark(out):
        return []
    return [name for name in ("evaluation.json", "feedback.jsonl") if _bytes(home / name) != _bytes(out / SPEC / name)]


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.is_file() else b""


def _share(done: Specified, given: Mapping[str, Any]) -> dict[str, float]:
    """No items without a solution, unless they are asked for, where hardly any problem is without one."""
    return {"unsolvable": 0.0} if 1 - done.feasible < RARE and not given.get("quotas") else {}


def _asking(work: Work, how: How, text: str) -> Specified:
    import anyio
    from inspect_ai.model import get_model

    key = digest([text, how.model], 32)
    with replies(work.home, key):
        with boundary(ModelError, how.model):
            model = how.models.get(how.model) or get_model(how.model)

        async def run() -> Specified:
            purse = Purse(how.budget_tokens)
            caller = Caller(model, scope=f"spec {key}", purse=purse)
            done = await _Stages(work, how, text, caller.ask).run()
            return replace(done, spent=purse.total)

        found = anyio.run(run)
    if found.paused is None:
        forget(work.home, key)
    return found


def _description(path: Path) -> str:
    try:
        text = path.read_text("utf-8-sig").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} cannot be read as UTF-8 text: {error}") from error
    if not text:
        raise InputError(f"{path} is empty; describe what is asked, what varies, and what a right reply must satisfy")
    if len(text) > DESCRIPTION_CHARS:
        raise InputError(f"{path} has {len(text):,} characters; a description has at most {DESCRIPTION_CHARS:,}")
    return text


@dataclass
class _Stages:
    """The four stages over one folder of work."""

    work: Work
    how: How
    description: str
    ask: Ask | None = None

    async def run(self) -> Specified:
        stages: dict[Stage, Callable[[str], Any]] = {
            "plan": self._plan, "generate": self._generate, "verify": self._verify, "evaluate": self._evaluate,
        }  # fmt: skip
        about = self._feedback_at()
        for stage, act in stages.items():
            await act(self.how.feedback.strip() if stage == about else "")
            if self.how.pause_after == stage:
                return Specified(str(self.work.home), self.how.pause_after)
        held = kept_of(self.work.read("verify"))
        if unread := unread_of(held):
            self.how.told(f"verify: {unread}")
        return Specified(
            str(self.work.home), doubts=tuple(doubts_of(held)), feasible=float(held.get("share with a solution", 1.0))
        )

    def _feedback_at(self) -> Stage | None:
        """The stage that the feedback is of; none where there is none, or it has been taken up already."""
        text = self.how.feedback.strip()
        if not text:
            return None
        if self.ask is None:
            raise InputError("feedback is put before a model: name it with --model, or edit the files yourself")
        if self.work.heard(text):
            self.how.told("feedback: this was said before and has been taken up; what is there is used")
            return None
        stage = self.how.at or self.work.last
        if not self.description and stage != "evaluate":
            raise InputError("plan and code of a folder are yours: edit them there; feedback is of --at evaluate alone")
        return stage

    async def _plan(self, said: str) -> None:
        if self.work.has("plan") and not said:
            found = self.work.plan
            self.how.told(f"plan: {found.name}, {len(found.constraints)} constraints, as in {self.work.path('plan')}")
            return
        if self.ask is None or not self.description:
            raise InputError(f"there is no plan in {self.work.home}, and no description to make one from")
        plan = await planned(self.ask, self.description, said, self.work.text("plan"))
        self.work.put("plan", plan.text(), ("plan", said) if said else None)
        self.how.told(f"plan: {plan.name}, {len(plan.constraints)} constraints, written to {self.work.path('plan')}")

    async def _generate(self, said: str) -> None:
        code = self.work.text("generate")
        complaint = said or self._complaint(code)
        if code and not complaint:
            self.how.told(f"generate: the code in {self.work.path('generate')} is used")
            return
        if self.ask is None or not self.description:
            if not code:
                raise InputError(f"there is no code.py in {self.work.home}; write it, or name a --model")
            return  # a person's code, of which the next stage says what is wrong
        if code:
            self.how.told(f"generate: the code that is there is changed: {complaint[:200]}")
        await self._rewrite(self.ask, complaint, ("generate", said) if said else None)

    async def _rewrite(self, ask: Ask, complaint: str, said: tuple[Stage, str] | None) -> None:
        """Have the code written, anew or for the first time."""
        plan = self.work.plan
        text = await generated(ask, plan, complaint, self.work.text("generate"))
        self.work.put("generate", text, said)
        self.work.note(plan=digest(plan.text()), code=digest(text))
        self.how.told(f"generate: {len(text.splitlines())} lines, written to {self.work.path('generate')}")

    def _complaint(self, code: str) -> str:
        """Why code that is there cannot stay as it is; empty where it can."""
        if not code or not self.description:
            return ""
        plan, known = self.work.plan, self.work.journal
        ours = known.get("code") == digest(code)
        if ours and known.get("plan") != digest(plan.text()):
            return "The plan was changed since this code was written; change the code so that it fits the plan."
        return "\n".join(faults_of(plan, code))

    async def _verify(self, said: str) -> None:
        if said and self.ask is not None:
            doubts = "\n".join(doubts_of(kept_of(self.work.read("verify")))[:5])
            await self._rewrite(self.ask, f"{said}\n{doubts}".strip(), ("verify", said))
        spec = self._spec()
        by = self.how.model
        held = kept_of(self.work.read("verify"))
        if held.get("spec") == spec.ref and (not by or held.get("wording read by") == by):
            self.how.told(f"verify: {self.work.path('verify')} is of this plan and code, and is used")
            return
        found = looked_at(spec, self.how.problems)
        self.work.put("verify", await verified(spec, found, self.ask, by))
        share = 1 - len(found.unsolved) / len(found.drawn)
        self.how.told(f"verify: {len(found.tried)} problems, {share:.0%} with a solution; {spec.isolation}")

    async def _evaluate(self, said: str) -> None:
        spec = self._spec()
        if self.work.text("evaluate").strip() and not self.work.read("evaluate"):
            raise InputError(f"{self.work.path('evaluate')} is no JSON object; mend it, or remove it to have it anew")
        if self.work.read("evaluate").get("spec") == spec.ref and not said:
            self.how.told(f"evaluate: {self.work.path('evaluate')} is of this plan and code, and is used")
            return
        found = await evaluated(spec, self.ask, self.how.model, said)
        self.work.put("evaluate", found, ("evaluate", said) if said else None)
        self.how.told(f"evaluate: {len(found['by program'])} constraints by program, {len(found['by model'])} by model")

    def _spec(self) -> BoxedSpec:
        texts = texts_at(self.work.home)
        return BoxedSpec(self.work.plan, {name: text for name, text in texts.items() if name.endswith(".py")})


__all__ = ["How", "Outlook", "Specified", "make_spec", "outlook", "specify", "work_of"]
