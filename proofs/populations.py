"""Populations of benchmarks whose truth is known, and how `proofs/coverage.py` draws from them.

Each function returns a draw: from a random stream, one simulated benchmark and its interval at level 0.95.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from benchwright.records import Estimate, Target
from benchwright.stats import Table, cluster_bootstrap, compare, headline, wilson
from benchwright.stats.rates import Method

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Draw = Callable[[np.random.Generator], Estimate]
OLD: Target = "these documents"
NEW: Target = "new documents"


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


def against(sizes: Sequence[int], first: Sequence[float], second: Sequence[float]) -> Draw:
    """These documents: the paired difference of two systems, each with a chance of its own in each kind."""
    kind = np.repeat(np.arange(len(sizes)), sizes)
    cluster = np.arange(len(kind)) % 7
    chances = [np.asarray(side, dtype=float)[kind] for side in (first, second)]

    def draw(random: np.random.Generator) -> Estimate:
        pair = (table(kind, cluster, (random.random(len(kind)) < side).astype(float)) for side in chances)
        return compare(*pair, target=OLD).difference

    return draw


def against_over(documents: int, shares: Sequence[float], fates: Sequence[bool]) -> Draw:
    """New documents: a system against one that is always wrong; where `fates`, a kind is all right or all wrong in it.

    Each document holds four items of each kind.
    """
    kind = np.tile(np.repeat(np.arange(len(shares)), 4), documents)
    cluster = np.repeat(np.arange(documents), 4 * len(shares))
    share, fate = np.asarray(shares, dtype=float), np.asarray(fates)

    def draw(random: np.random.Generator) -> Estimate:
        luck = np.where(fate, random.random((documents, len(share))) < share, share)
        right = (random.random(len(kind)) < luck[cluster, kind]).astype(float)
        return compare(table(kind, cluster, right), table(kind, cluster, 0.0 * right), target=NEW).difference

    return draw


def mixed(sizes: Sequence[int], shares: Sequence[float], count: int) -> Draw:
    """These documents: the first kind is drawn anew in every epoch, the items of the others always come out alike."""
    kind = np.repeat(np.arange(len(sizes)), sizes)
    chance = np.asarray(shares, dtype=float)[kind]

    def draw(random: np.random.Generator) -> Estimate:
        luck = np.where(kind == 0, chance, random.random(len(kind)) < chance)
        right = random.binomial(count, luck).astype(float)
        return headline(table(kind, 0 * kind, right, count), target=OLD).estimate

    return draw
