"""How often the intervals of `benchwright.stats` hold the truth, by simulation.

Run it as `python proofs/coverage.py [--quick] [--only TEXT]`. Every shape is a population whose true headline (or
difference) is known. A benchmark is drawn from it many times; the share of draws whose interval at level 0.95 holds
the truth is the coverage. A shape that looks low after the first draws is drawn four times more. Exit status 1 where a
default method covers under 0.93 in any shape. Without options the table is written to docs/coverage.md; with --only
TEXT just the methods whose name holds it are drawn, and their rows there are replaced. All run on one core, the full
form within fifteen minutes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import numpy as np
from populations import (
    Corpus,
    Draw,
    Epochs,
    against,
    against_over,
    joined,
    mixed,
    over,
    paired,
    paired_over,
    rare,
    resampled,
    within,
)

from benchwright.errors import EstimateError
from benchwright.seeding import seed_of

BAR = 0.93
PAGE = Path(__file__).parents[1] / "docs" / "coverage.md"


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


CONTRASTS: dict[str, tuple[list[float], list[float]]] = {
    "second always wrong, first .9 in all kinds but one, where 0": ([0.9] * 4 + [0.0], [0.0] * 5),
    "second always wrong, first .95 in all kinds but one, where 0": ([0.95] * 4 + [0.0], [0.0] * 5),
    "second always wrong, first .9 in one kind, else 0": ([0.9] + [0.0] * 4, [0.0] * 5),
    "first .9, second .1, and the reverse in one kind": ([0.9] * 4 + [0.1], [0.1] * 4 + [0.9]),
    "first .95, second .05": ([0.95] * 5, [0.05] * 5),
    "first .95, second .5": ([0.95] * 5, [0.5] * 5),
    "first .97, second .5 in one kind, else both 1": ([0.97] + [1.0] * 4, [0.5] + [1.0] * 4),
}


def contrast_shapes() -> Iterator[Shape]:
    """Differences, and means of epochs, where kinds differ: some all ties, some nearly all one way."""
    for count, (text, (first, second)) in product((4, 20, 100), CONTRASTS.items()):
        truth = float(np.mean(first) - np.mean(second))
        draw = against([count] * 5, first, second)
        yield Shape("compare (paired), these documents", f"5 x {count} items, {text}", truth, draw)
    yield Shape(
        "compare (paired), these documents", "one kind of 20 items, .95 to 0", 0.95, against([20], [0.95], [0.0])
    )
    for documents, share in product((10, 20, 50), (0.8, 0.95)):
        for text, shares, fates in (
            ("the fifth 0", [share] * 4 + [0.0], [True] * 4 + [False]),
            ("the fifth .5 by items", [share] * 4 + [0.5], [True] * 4 + [False]),
        ):
            name = f"{documents} documents, 5 kinds, {share:g} by documents in four, {text}, second always wrong"
            draw = against_over(documents, shares, fates)
            yield Shape("compare (paired), new documents", name, float(np.mean(shares)), draw)
    for count, share in product((4, 20, 100), (0.8, 0.9, 0.97)):
        shares = [0.5] + [share] * 4
        name = f"5 x {count} items, p .5 anew in 5 epochs in one kind, {share:g} alike in all epochs in the others"
        draw = mixed([count] * 5, shares, 5)
        yield Shape("headline, these documents", name, float(np.mean(shares)), draw)


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
            yield Shape("compare (paired), these documents", text, gap, draw)
    for sizes, uneven in (([5, 100, 100, 100], [0.4, 0.0, 0.0, 0.0]), ([20] * 5, [0.5, 0.01, 0.01, 0.01, 0.01])):
        text = f"{sizes} items, discordance {uneven}"
        yield Shape("compare (paired), these documents", text, 0.0, paired(sizes, uneven, 0.0))
    for documents in (10, 20, 50):
        for share, icc in ((0.5, 0.0), (0.5, 0.2), (0.9, 0.3)):
            corpus = Corpus(documents, 5, 20, share, icc, uneven=True)
            yield Shape("compare (paired), new documents", label(corpus), 0.0, paired_over(corpus, 0.7))


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


def page(rows: list[str]) -> str:
    """The page for the documentation."""
    least = "\n".join(f"- {method}: {coverage:.3f}" for method, coverage in lowest(rows).items())
    return f"""# Coverage of the intervals

How often an interval at level 0.95 held the truth, over simulated benchmarks whose truth is known. Written by `python
proofs/coverage.py`, which fails where a default method covers under {BAR}. *Below* and *above* are the shares of
intervals that lay wholly below or above the truth; *width* is the mean width. Two standard errors of a coverage are
0.009 after 2500 draws and 0.019 after 500 (shapes that look low are drawn on to 2500). Rows of *compare (paired)* are
paired differences of two systems on the same items, `benchwright.stats.compare`.

Lowest coverage per method:

{least}

Wilson intervals joined by MOVER and both bootstraps are shown for comparison and are not held to the bar. A draw that
the method refuses (no spread to resample, a kind that fell into one document) makes no claim and is not counted.

| method | population | coverage | below | above | width | draws |
|---|---|---|---|---|---|---|
{chr(10).join(rows)}
"""


def kept(text: str, only: str) -> list[str]:
    """The rows of a written page whose method does not hold `only`."""
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith("| method")]
    return [line for line in rows if only not in line.split(" | ")[0]]


def lowest(rows: list[str]) -> dict[str, float]:
    """The lowest coverage of each method."""
    found: dict[str, float] = {}
    for line in rows:
        method, _, coverage, *_ = line.strip("| ").split(" | ")
        found[method] = min(found.get(method, 1.0), float(coverage))
    return found


def main() -> int:
    """Measure every shape, print the table, write the page."""
    parser = argparse.ArgumentParser(description="Coverage of the intervals of benchwright.stats, by simulation.")
    parser.add_argument("--quick", action="store_true", help="fewer draws, and no page")
    parser.add_argument("--only", default="", metavar="TEXT", help="only methods whose name holds this")
    options = parser.parse_args()
    rows: list[str] = []
    failed = 0
    shapes = (*these_shapes(), *new_shapes(), *pair_shapes(), *contrast_shapes(), *other_shapes())
    for shape in (shape for shape in shapes if options.only in shape.method):
        tally = measure(shape, 60 if options.quick else 500)
        rows.append(row(shape, tally))
        sys.stdout.write(rows[-1] + "\n")
        sys.stdout.flush()
        failed += shape.gated and tally.coverage < BAR
    sys.stdout.write(f"{len(rows)} shapes, {failed} under {BAR}; lowest: {lowest(rows)}\n")
    if not options.quick:
        others = kept(PAGE.read_text(encoding="utf-8"), options.only) if options.only else []
        PAGE.write_text(page(others + rows), encoding="utf-8")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
