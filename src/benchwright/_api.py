"""The facade's functions: the pipeline with settings as keywords, for six-line scripts and notebooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from benchwright.pipeline.making import make as _make
from benchwright.pipeline.making import settings_from
from benchwright.pipeline.reporting import build_report, headlines, read_runs
from benchwright.records import Target
from benchwright.store import Benchmark, write_text

if TYPE_CHECKING:
    from benchwright.items.drafts.settings import DraftsSettings
    from benchwright.reports import Report
    from benchwright.stats import Headline

Paths = Path | str | Iterable[Path | str]


def make(
    maker: str, out: Path | str, *, sources: Path | str | Sequence[Path | str] = (), title: str = "", **settings: Any
) -> Benchmark:
    """Make a benchmark, or open it if this call has made it before.

    Args:
        maker: `worlds`, `documents` (drafted by rule), `drafts` (drafted by a model), `spec` or `gym`.
        out: the folder that the benchmark will be.
        sources: files and folders, or one of them, for `documents` and `drafts`.
        title: of the benchmark; the folder's name where empty.
        **settings: of the maker: `count`, `quotas`, `seed`, `split`; `worlds` and `tokens` for worlds; `author` (a
            model's name), `checker`, `budget_tokens`, `target` and `against` for drafts.

    Raises:
        BenchwrightError: what was given cannot be used, or nothing could be made.
    """
    given = [sources] if isinstance(sources, Path | str) else list(sources)
    spelt = settings_from(maker, settings)
    if maker != "drafts":
        return _make(maker, spelt, out, sources=given, title=title).benchmark
    from benchwright.pipeline.drafting import draft

    return draft(cast("DraftsSettings", spelt), out, sources=given, title=title).benchmark


def run(
    bench: Benchmark | Path | str, model: str, out: Path | str, *, context: str = "full", **settings: Any
) -> list[Path]:
    """Run a model on a benchmark through Inspect; one log per context.

    Args:
        bench: a benchmark or its folder.
        model: an Inspect model name, `benchwright/smollm2`, `benchwright/gguf:PATH` or `benchwright/fake:BEHAVIOUR`.
        out: the folder of the logs; the same call goes on where an earlier one was interrupted.
        context: `full`, `evidence`, `none` or `retrieve:K`; several with commas.
        **settings: `method`, `kinds`, `limit`, `epochs`, `template` of the task; `solver` (a name, or an object of
            Inspect's), `display`, and the other fields of `RunSettings`.

    Raises:
        BenchwrightError: what was given cannot be used.
    """
    from benchwright.pipeline.checking import checked
    from benchwright.pipeline.running import run as run_rows
    from benchwright.pipeline.settings import RunSettings
    from benchwright.pipeline.task import TaskSettings

    display, solver = settings.pop("display", "none"), settings.pop("solver", None)
    own = {key: settings.pop(key) for key in tuple(settings) if key in TaskSettings.model_fields}
    if isinstance(own.get("kinds"), str):
        own["kinds"] = (own["kinds"],)
    contexts = tuple(part.strip() for part in context.split(","))
    named = solver if isinstance(solver, str) else None
    whole = {"model": model, "contexts": contexts, "task": checked(TaskSettings, own), "solver": named, **settings}
    return run_rows(_folder(bench), checked(RunSettings, whole), out, display=display, solver=None if named else solver)


def grade(bench: Benchmark | Path | str, answers: Path | str, out: Path | str, *, system: str = "") -> list[Path]:
    """Grade answers that were made elsewhere (JSON lines of `id` and `answer`); one log per system.

    Raises:
        BenchwrightError: an answer cannot be used.
    """
    from benchwright.pipeline.grading import grade as grade_file

    return grade_file(_folder(bench), answers, out, system=system)


def headline(
    logs: Paths, *, bench: Path | str | None = None, target: Target = "these documents", level: float = 0.95
) -> dict[str, Headline]:
    """The headline number of each system in these logs, with its interval.

    Raises:
        BenchwrightError: a log cannot be read, or the data cannot carry the figure.
    """
    return headlines(*read_runs(_paths(logs), bench=bench), target=target, level=level)


def report(
    logs: Paths,
    out: Path | str | None = None,
    *,
    bench: Path | str | None = None,
    target: Target = "these documents",
    level: float = 0.95,
    allow_drop: float = 0.1,
) -> Report:
    """Every figure of these logs; with `out`, also an HTML file that opens from disk.

    `allow_drop` is how far the score may lie below its ceiling up to the effective length, where items were asked at
    several lengths.

    Raises:
        BenchwrightError: a log cannot be read, the data cannot carry a figure, or `out` cannot be written.
    """
    from benchwright.reports import html

    given, found = build_report(_paths(logs), bench=bench, target=target, level=level, allow_drop=allow_drop)
    if out is not None:
        write_text(Path(out), html(found, given))
    return found


def _paths(logs: Paths) -> list[Path | str]:
    return [logs] if isinstance(logs, Path | str) else list(logs)


def _folder(bench: Benchmark | Path | str) -> Path:
    return bench.path if isinstance(bench, Benchmark) else Path(bench)
