"""`make documents --draft MODEL`: the maker `drafts` with its models, their prices, and one budget for all of them.

Every finished call is kept in Inspect's reply cache beside the benchmark until nothing is missing, so that a run that
was killed, or whose budget was raised, goes on without paying for a call again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from benchwright.errors import ModelError, boundary
from benchwright.items.drafts.aiming import Aim
from benchwright.items.drafts.draft import Desk, Embed
from benchwright.items.drafts.forecast import Forecast, expected
from benchwright.items.drafts.maker import MAKER, ground_of, with_studio
from benchwright.items.drafts.making import NAME, Run, Studio, Watch
from benchwright.items.drafts.settings import DraftsSettings
from benchwright.items.drafts.slots import slots
from benchwright.items.maker import Maker, Plan
from benchwright.models.calls import Caller, Price, Purse
from benchwright.models.prices import as_of, price_of, price_under_budget
from benchwright.pipeline.making import Made, gate, make
from benchwright.pipeline.resuming import forget, replies
from benchwright.pipeline.task import versions
from benchwright.pipeline.window import facts_of
from benchwright.records import Document, digest
from benchwright.store import Writer

if TYPE_CHECKING:
    from inspect_ai.model import Model

CONNECTIONS = 32
_BUDGETS = {"budget_tokens", "budget_usd"}


@dataclass(frozen=True)
class Means:
    """What the models are, and how they are reached: nothing of it shapes the items."""

    prices: Path | None = None
    """A list of the user's own."""
    connections: int = CONNECTIONS
    """Calls in flight at most."""
    models: Mapping[str, Model] = field(default_factory=dict)
    """Models in place of those that Inspect knows by these names."""


@dataclass(frozen=True)
class Preview:
    """What drafting would do, before any call."""

    plan: Plan
    cost: Forecast
    leaves: str
    prices: str
    """Which list, of which day; empty where no model has a price."""


def names_of(settings: DraftsSettings) -> tuple[str, ...]:
    """The models that are asked, each once."""
    given = (settings.author, settings.checker or settings.author, settings.against)
    return tuple(dict.fromkeys(filter(None, given)))


def identified(settings: DraftsSettings) -> DraftsSettings:
    """The settings, with what tells these models from others of the same names.

    Raises:
        InputError: a model's name cannot be used.
    """
    known = [(facts.name, facts.digest) for facts in (facts_of(name, {}) for name in names_of(settings))]
    return settings.model_copy(update={"reader": digest([known, versions()])})


def preview(settings: DraftsSettings, documents: Sequence[Document], means: Means | None = None) -> Preview:
    """What `draft` would make, and a wide range of what it may cost. Calls no model.

    Raises:
        InputError: settings or documents cannot be used, or a model has no price under a budget in USD.
    """
    prices = list(_prices(settings, means or Means()).values())
    ground = ground_of(settings, documents)
    known = [price for price in prices if price]
    dearest = max(known, key=lambda one: one.output_tokens) if len(known) == len(prices) else None
    cost = expected(settings, slots(settings, ground.sections, ground.names), ground.sections, dearest)
    dated = f"prices of {as_of()}" if dearest else ""
    return Preview(MAKER.plan(settings, documents), cost, _leaves(settings), dated)


def draft(
    settings: DraftsSettings, out: Path | str, *, sources: Sequence[Path | str], title: str = "",
    licence: str = "unspecified", overwrite: bool = False, means: Means | None = None, watch: Watch | None = None,
) -> Made:  # fmt: skip
    """Make a benchmark of drafted items. Running it again after an interruption goes on and repeats no finished call.

    Args:
        settings: what is drafted.
        out: the folder that the benchmark will be.
        sources: files and folders.
        title: of the benchmark; the folder's name where empty.
        licence: under which the items may be used.
        overwrite: replace a different benchmark that is already at `out`.
        means: how the models are reached.
        watch: told what happens.

    Raises:
        InputError: settings or sources cannot be used, or a model has no price under a budget in USD.
        ModelError: a model cannot be had.
        OutputError: `out` holds something else, or cannot be written.
        ShortfallError: not one item survived; nothing is left at `out`.
    """
    means, out = means or Means(), Path(out)
    settings = identified(settings)
    prices = _prices(settings, means)
    key = digest(settings.model_dump(mode="json", exclude=_BUDGETS), 32)
    home = out.with_name(f"{out.name}.drafting")
    with replies(home, key), _running() as run:
        studios = _Studios(settings, means, prices, run, watch)
        studios.open()
        made = make(
            NAME, settings, out, sources=sources, title=title, licence=licence, overwrite=overwrite,
            equip=studios.equip,
        )  # fmt: skip
    if not made.benchmark.card.shortfalls:
        forget(home, key)
    with suppress(OSError):  # replies of other settings may be there
        home.rmdir()
    return made


@dataclass
class _Studios:
    """Builds the studio once the output is open."""

    settings: DraftsSettings
    means: Means
    prices: Mapping[str, Price | None]
    run: Run
    watch: Watch | None
    purse: Purse = field(default_factory=Purse)
    callers: dict[str, Caller] = field(default_factory=dict)

    def open(self) -> None:
        """Get the models, before anything is written."""
        self.purse = Purse(self.settings.budget_tokens, self.settings.budget_usd)
        self.callers = {name: self._caller(name, self.purse) for name in names_of(self.settings)}

    def equip(self, writer: Writer) -> Maker[DraftsSettings]:
        purse, callers = self.purse, self.callers
        author = callers[self.settings.author]
        checker = callers[self.settings.checker or self.settings.author]
        desk = Desk(
            documents={}, author=author.ask, checker=checker.ask, embed=_embedder(self.settings.near),
            samples=self.settings.samples, together=self.settings.together, authored=author.name,
            checked=checker.name,
        )  # fmt: skip
        aim = None
        if self.settings.target:
            aim = Aim(*self.settings.target, ask=callers[self.settings.against].ask)
        return with_studio(
            Studio(desk, purse, self.run, gate, aim, made=writer.items(), state=writer.state, watch=self.watch)
        )

    def _caller(self, name: str, purse: Purse) -> Caller:
        from inspect_ai.model import get_model

        with boundary(ModelError, name):
            model = self.means.models.get(name) or get_model(name)
        return Caller(
            model, scope="drafts", purse=purse, price=self.prices[name], connections=self.means.connections
        )  # fmt: skip


@contextmanager
def _running() -> Iterator[Run]:
    """One event loop for all waves: a provider's connections belong to the loop they were opened on."""
    from anyio.from_thread import start_blocking_portal

    with start_blocking_portal() as portal:
        yield portal.call


def _embedder(near: str) -> Embed:
    from benchwright.retrieval.embedding import embedder, words_embedder

    return embedder() if near == "meaning" else words_embedder()


def _prices(settings: DraftsSettings, means: Means) -> dict[str, Price | None]:
    find = price_of if settings.budget_usd is None else price_under_budget
    return {name: find(name, means.prices) for name in names_of(settings)}


def _leaves(settings: DraftsSettings) -> str:
    served = [name for name in names_of(settings) if not facts_of(name, {}).local]
    if not served:
        return "nothing leaves this machine"
    return f"the text of the documents goes to wherever {' and '.join(served)} is served"


__all__ = ["Means", "Preview", "draft", "identified", "preview"]
