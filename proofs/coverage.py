"""How often the intervals of `benchwright.stats` hold the truth, by simulation.

Run it as `python proofs/coverage.py [--quick]`. Every shape is a population whose true headline (or difference) is
known. A benchmark is drawn from it many times; the share of draws whose interval at level 0.95 holds the truth is the
coverage. A shape that looks low after the first draws is drawn four times more. Exit status 1 where a default method
covers under 0.93 in any shape. Without --quick the table is written to docs/coverage.md; both run on one core, the
full form within ten minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchwright.errors import EstimateError
from benchwright.records import Estimate, Target
from benchwright.seeding import seed_of
from benchwright.stats import Table, cluster_bootstrap, compare, headline, wilson
from benchwright.stats.rates import Method

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Draw = Callable[[np.random.Generator], Estimate]
BAR = 0.93
PAGE = Path(__file__).parents[1] / "docs" / "coverage.md"
OLD: Target = "these documents"
NEW: Target = "new documents"


@dataclass(frozen=True)
class Shape:
    """One row: a population and an interval for it."""

    method: str
    name: str
    truth: float
    draw: Draw
    gated: bool = True


@dataclass
class Tally:
    """What the draws of one shape gave."""

    draws: int = 0
    below: int = 0
    """Draws whose interval lies below the truth."""
    above: int = 0
    refused: int = 0
    widths: list[float] = field(default_factory=list)

    @property
    def coverage(self) -> float:
        """Refused draws make no claim, so they count neither way."""
        return 1.0 - (self.below + self.above) / max(1, self.draws)


def table(kind: Ints, cluster: Ints, right: Floats, epochs: int = 1) -> Table:
    """Columns of items 0..n-1; every kind and cluster must occur."""
    count = len(kind)
    items = tuple(f"{row:06d}" for row in range(count))
    kinds = tuple(f"{code:03d}" for code in range(kind.max() + 1))
    clusters = tuple(f"{code:05d}" for code in range(cluster.max() + 1))
    return Table(items, kinds, clusters, kind, cluster, right, np.zeros(count), np.full(count, float(epochs)))


def joined(sizes: Sequence[int], share: float) -> Draw:
    """These documents, for comparison: Wilson's interval of each kind, joined by MOVER (Zou & Donner 2008)."""

    def draw(random: np.random.Generator) -> Estimate:
        kinds = [wilson(int(random.binomial(size, share)), size) for size in sizes]
        value = float(np.mean([kind.value for kind in kinds]))
        low, high = (
            float(np.sqrt(sum((kind.value - end) ** 2 for kind, end in zip(kinds, ends, strict=True)))) / len(kinds)
            for ends in ([kind.low for kind in kinds], [kind.high for kind in kinds])
        )
        return kinds[0].model_copy(update={"value": value, "low": value - low, "high": value + high})

    return draw


@dataclass(frozen=True)
class Epochs:
    """How often each item is attempted."""

    count: int = 1
    alike: float = 0.0
    """The correlation of an item's epochs."""


def within(sizes: Sequence[int], shares: Sequence[float], epochs: Epochs, method: Method = "score") -> Draw:
    """These documents: items are drawn anew, the seven documents stay."""
    kind = np.repeat(np.arange(len(sizes)), sizes)
    cluster = np.arange(len(kind)) % 7
    chance = np.asarray(shares, dtype=float)[kind]

    def draw(random: np.random.Generator) -> Estimate:
        right = random.binomial(epochs.count, spread(random, chance, epochs.alike)).astype(float)
        return headline(table(kind, cluster, right, epochs.count), target=OLD, method=method).estimate

    return draw


def spread(random: np.random.Generator, chance: Floats, correlation: float) -> Floats:
    """Beta-distributed chances with the given means and correlation."""
    if correlation == 0:
        return chance
    total = (1.0 - correlation) / correlation
    inside = np.clip(chance, 1e-9, 1 - 1e-9)
    return np.where((chance > 0) & (chance < 1), random.beta(inside * total, (1 - inside) * total), chance)


@dataclass(frozen=True)
class Corpus:
    """A population of documents."""

    documents: int
    kinds: int
    items: int
    """Per document, on average."""
    share: float
    icc: float
    uneven: bool = False
    """Log-normal sizes of documents (sigma 0.8), and kind k as frequent as 1/k."""

    def shares(self) -> Floats:
        """Kinds spread around the mean by half the room there is."""
        room = min(self.share, 1.0 - self.share) / 2.0
        steps = np.linspace(-room, room, self.kinds) if self.kinds > 1 else np.zeros(1)
        return np.asarray(self.share + steps)

    def layout(self, random: np.random.Generator) -> tuple[Ints, Ints]:
        """Kind and cluster of the items of one draw; every kind gets five items at random places."""
        sizes = np.full(self.documents, self.items)
        if self.uneven:
            sizes = np.maximum(1, random.lognormal(np.log(self.items), 0.8, self.documents).astype(int))
        cluster = np.repeat(np.arange(self.documents), sizes)
        weight = 1.0 / np.arange(1, self.kinds + 1) if self.uneven else np.ones(self.kinds)
        kind = random.choice(self.kinds, len(cluster), p=weight / weight.sum())
        places = random.choice(len(cluster), 5 * self.kinds, replace=False)
        kind[places] = np.repeat(np.arange(self.kinds), 5)
        return kind.astype(np.intp), cluster

    def luck(self, random: np.random.Generator, kind: Ints, cluster: Ints) -> Floats:
        """The chance of each item: a document's luck is one for all its kinds."""
        from scipy.special import betaincinv

        if self.icc == 0:
            return self.shares()[kind]
        total = (1.0 - self.icc) / self.icc
        luck = random.random(self.documents)
        grid = np.array([betaincinv(share * total, (1 - share) * total, luck) for share in self.shares()])
        return np.asarray(grid[kind, cluster])


def over(corpus: Corpus) -> Draw:
    """New documents: the headline."""

    def draw(random: np.random.Generator) -> Estimate:
        kind, cluster = corpus.layout(random)
        right = random.random(len(kind)) < corpus.luck(random, kind, cluster)
        return headline(table(kind, cluster, right.astype(float)), target=NEW).estimate

    return draw


def rare(documents: int, holding: int, share: float, icc: float) -> Draw:
    """New documents: four kinds lie in all of them, twenty items each, and a fifth in few, ten items each."""

    def draw(random: np.random.Generator) -> Estimate:
        home = random.choice(documents, holding, replace=False)
        cluster = np.concatenate([np.repeat(np.arange(documents), 20), np.repeat(home, 10)])
        kind = np.concatenate([random.integers(4, size=20 * documents), np.full(10 * holding, 4)])
        luck = spread(random, np.full((documents, 5), share), icc)
        right = random.random(len(cluster)) < luck[cluster, kind]
        return headline(table(kind, cluster, right.astype(float)), target=NEW).estimate

    return draw


def resampled(corpus: Corpus) -> Draw:
    """New documents: the cluster bootstrap of a plain mean."""

    def draw(random: np.random.Generator) -> Estimate:
        kind, cluster = corpus.layout(random)
        right = random.random(len(kind)) < corpus.luck(random, kind, cluster)
        return cluster_bootstrap(right.astype(float), cluster, replicates=1000, seed=int(random.integers(2**31)))

    return draw


def paired(sizes: Sequence[int], apart: Sequence[float], gap: float, *, epochs: int = 1) -> Draw:
    """These documents: the difference of two systems that disagree on a share of the items of each kind."""
    kind = np.repeat(np.arange(len(sizes)), sizes)
    one = np.zeros(len(kind), dtype=np.intp)
    share = np.asarray(apart, dtype=float)[kind]

    def draw(random: np.random.Generator) -> Estimate:
        chance = random.random((epochs, len(kind)))
        both = random.random((epochs, len(kind))) < 0.5
        first = np.where(chance < share, chance < (share + gap) / 2.0, both).sum(axis=0)
        second = np.where(chance < share, chance >= (share + gap) / 2.0, both).sum(axis=0)
        pair = (table(kind, one, side.astype(float), epochs) for side in (first, second))
        return compare(*pair, target=OLD).difference

    return draw


def paired_over(corpus: Corpus, common: float) -> Draw:
    """New documents: both systems share `common` of their items' luck, and each has its own luck with a document."""

    def draw(random: np.random.Generator) -> Estimate:
        kind, cluster = corpus.layout(random)
        same = random.random(len(kind)) < common
        first = random.random(len(kind))
        second = np.where(same, first, random.random(len(kind)))
        sides = [(side < corpus.luck(random, kind, cluster)).astype(float) for side in (first, second)]
        return compare(*(table(kind, cluster, side) for side in sides), target=NEW).difference

    return draw


SIZES: dict[str, list[int]] = {
    "5 x 5": [5] * 5,
    "10 x 5": [5] * 10,
    "5 x 20": [20] * 5,
    "10 x 200": [200] * 10,
    "5, 10, 20, 50, 200": [5, 10, 20, 50, 200],
    "5 x 5, 3 x 200": [5] * 5 + [200] * 3,
}


def these_shapes() -> Iterator[Shape]:
    """Headlines for these documents."""
    name = "headline, these documents"
    for sizes, share in product(SIZES, (0.0, 0.003, 0.02, 0.1, 0.5, 0.9, 1.0)):
        draw = within(SIZES[sizes], [share] * len(SIZES[sizes]), Epochs())
        yield Shape(name, f"{sizes} items, p {share:g}", share, draw)
    for sizes, (share, count, alike) in product(SIZES, ((0.02, 5, 0.3), (0.5, 5, 0.3), (0.5, 3, 0.9))):
        draw = within(SIZES[sizes], [share] * len(SIZES[sizes]), Epochs(count, alike))
        yield Shape(name, f"{sizes} items, p {share:g}, {count} epochs alike {alike:g}", share, draw)
    for sizes, counts in SIZES.items():
        draw = within(counts, np.linspace(0.02, 0.98, len(counts)).tolist(), Epochs())
        yield Shape(name, f"{sizes} items, p .02 to .98", 0.5, draw)
    for count, share in product((20, 50, 200), (0.01, 0.1, 0.5)):
        yield Shape(name, f"one kind of {count} items, p {share:g}", share, within([count], [share], Epochs()))


def other_shapes() -> Iterator[Shape]:
    """What others do, for comparison."""
    for sizes, share in product(("10 x 5", "5 x 20"), (0.02, 0.05, 0.5)):
        text, counts = f"{sizes} items, p {share:g}", SIZES[sizes]
        yield Shape("Wilson by MOVER, these documents", text, share, joined(counts, share), gated=False)
        draw = within(counts, [share] * len(counts), Epochs(), "bootstrap")
        yield Shape("stratified bootstrap, these documents", text, share, draw, gated=False)
    for documents in (10, 20, 50):
        corpus = Corpus(documents, 1, 20, 0.5, 0.1, uneven=True)
        yield Shape("cluster bootstrap, new documents", label(corpus), 0.5, resampled(corpus), gated=False)


def new_shapes() -> Iterator[Shape]:
    """Headlines for new documents."""
    layouts = ((5, False), (8, True))
    for documents, share, icc, (kinds, uneven) in product((10, 20, 50), (0.02, 0.5, 0.9), (0.0, 0.1, 0.5), layouts):
        corpus = Corpus(documents, kinds, 20, share, icc, uneven)
        yield Shape("headline, new documents", label(corpus), float(corpus.shares().mean()), over(corpus))
    for holding, (share, icc) in product((2, 3, 5), ((0.5, 0.1), (0.5, 0.5), (0.8, 0.3))):
        text = f"20 documents, of which {holding} hold the fifth kind, p {share:g}, ICC {icc:g}"
        yield Shape("headline, new documents", text, share, rare(20, holding, share, icc))


def pair_shapes() -> Iterator[Shape]:
    """Differences, for both targets."""
    for name, sizes in SIZES.items():
        for apart, gap, epochs in ((0.01, 0.0, 1), (0.1, 0.05, 1), (0.4, 0.0, 1), (0.5, 0.3, 3)):
            draw = paired(sizes, [apart] * len(sizes), gap, epochs=epochs)
            text = f"{name} items, discordance {apart:g}, gap {gap:g}, {epochs} epochs"
            yield Shape("compare, these documents", text, gap, draw)
    for sizes, uneven in (([5, 100, 100, 100], [0.4, 0.0, 0.0, 0.0]), ([20] * 5, [0.5, 0.01, 0.01, 0.01, 0.01])):
        text = f"{sizes} items, discordance {uneven}"
        yield Shape("compare, these documents", text, 0.0, paired(sizes, uneven, 0.0))
    for documents in (10, 20, 50):
        for share, icc in ((0.5, 0.0), (0.5, 0.2), (0.9, 0.3)):
            corpus = Corpus(documents, 5, 20, share, icc, uneven=True)
            yield Shape("compare, new documents", label(corpus), 0.0, paired_over(corpus, 0.7))


def label(corpus: Corpus) -> str:
    """The corpus in words."""
    shape = "uneven" if corpus.uneven else "even"
    return (
        f"{corpus.documents} documents of {corpus.items} items ({shape}), {corpus.kinds} kinds, p {corpus.share:g}, "
        f"ICC {corpus.icc:g}"
    )


def simulate(shape: Shape, draws: int, tally: Tally, random: np.random.Generator) -> None:
    """Add draws to the tally."""
    for _ in range(draws):
        try:
            found = shape.draw(random)
        except EstimateError:
            tally.refused += 1
            continue
        tally.draws += 1
        tally.below += found.high < shape.truth
        tally.above += found.low > shape.truth
        tally.widths.append(found.high - found.low)


def measure(shape: Shape, draws: int) -> Tally:
    """The tally of a shape: more draws where the first look low."""
    random = np.random.default_rng(seed_of("coverage", shape.method, shape.name))
    tally = Tally()
    simulate(shape, draws, tally, random)
    if tally.coverage < BAR + 0.02:
        simulate(shape, 4 * draws, tally, random)
    return tally


def row(shape: Shape, tally: Tally) -> str:
    """One line of the table."""
    width = float(np.mean(tally.widths)) if tally.widths else float("nan")
    sides = f"{tally.below / max(1, tally.draws):.3f} | {tally.above / max(1, tally.draws):.3f}"
    return f"| {shape.method} | {shape.name} | {tally.coverage:.3f} | {sides} | {width:.3f} | {tally.draws} |"


def page(rows: list[str], worst: dict[str, float]) -> str:
    """The page for the documentation."""
    lowest = "\n".join(f"- {method}: {coverage:.3f}" for method, coverage in worst.items())
    return f"""# Coverage of the intervals

How often an interval at level 0.95 held the truth, over simulated benchmarks whose truth is known. Written by `python
proofs/coverage.py`, which fails where a default method covers under {BAR}. *Below* and *above* are the shares of
intervals that lay wholly below or above the truth; *width* is the mean width. Two standard errors of a coverage are
0.009 after 2500 draws and 0.019 after 500 (shapes that look low are drawn on to 2500).

Lowest coverage per method:

{lowest}

Wilson intervals joined by MOVER and both bootstraps are shown for comparison and are not held to the bar. A draw that
the method refuses (no spread to resample, a kind that fell into one document) makes no claim and is not counted.

| method | population | coverage | below | above | width | draws |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}
"""


def main() -> int:
    """Measure every shape, print the table, write the page."""
    parser = argparse.ArgumentParser(description="Coverage of the intervals of benchwright.stats, by simulation.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the draws, and no page")
    quick = parser.parse_args().quick
    rows: list[str] = []
    worst: dict[str, float] = {}
    failed = 0
    for shape in (*these_shapes(), *new_shapes(), *pair_shapes(), *other_shapes()):
        tally = measure(shape, 60 if quick else 500)
        rows.append(row(shape, tally))
        sys.stdout.write(rows[-1] + "\n")
        sys.stdout.flush()
        worst[shape.method] = min(worst.get(shape.method, 1.0), tally.coverage)
        failed += shape.gated and tally.coverage < BAR
    if not quick:
        PAGE.write_text(page(rows, worst), encoding="utf-8")
    sys.stdout.write(f"{len(rows)} shapes, {failed} under {BAR}; lowest: {worst}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
