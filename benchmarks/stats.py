"""The cluster bootstrap on a million verdicts: python benchmarks/stats.py [--quick].

10,000 replicates over 1,000,000 verdicts in 10,000 documents; the median of five repeats (--quick: three) and the peak
memory of the process. The naive form, which gathers every verdict of the drawn clusters anew for each replicate, is
timed on 20 replicates of the same data; `ratio_naive` is its cost per replicate over ours. The last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import sys
import time

import numpy as np

from benchwright.stats import cluster_bootstrap

VERDICTS, CLUSTERS, REPLICATES, NAIVE = 1_000_000, 10_000, 10_000, 20
BARS = {"bootstrap_s": 5.0, "peak_gb": 2.0}


def verdicts() -> tuple[np.ndarray, np.ndarray]:
    stream = np.random.default_rng(0)
    clusters = stream.integers(CLUSTERS, size=VERDICTS)
    return (stream.random(VERDICTS) < stream.random(CLUSTERS)[clusters]).astype(float), clusters


def naive(values: np.ndarray, clusters: np.ndarray) -> list[float]:
    order = np.argsort(clusters, kind="stable")
    rows = np.split(order, np.cumsum(np.bincount(clusters, minlength=CLUSTERS))[:-1])
    stream = np.random.default_rng(1)
    draws = (stream.integers(CLUSTERS, size=CLUSTERS) for _ in range(NAIVE))
    return [float(values[np.concatenate([rows[index] for index in draw])].mean()) for draw in draws]


def main() -> int:
    parser = argparse.ArgumentParser(description="Time the cluster bootstrap.")
    parser.add_argument("--quick", action="store_true", help="three repeats instead of five")
    repeats = 3 if parser.parse_args().quick else 5
    values, clusters = verdicts()
    times = []
    for seed in range(repeats):
        start = time.perf_counter()
        estimate = cluster_bootstrap(values, clusters, replicates=REPLICATES, seed=seed)
        times.append(time.perf_counter() - start)
        print(f"repeat {seed}: {times[-1]:.2f} s, {estimate.value:.4f} [{estimate.low:.4f}, {estimate.high:.4f}]")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e9 if sys.platform == "darwin" else 1e6)
    start = time.perf_counter()
    naive(values, clusters)
    each = (time.perf_counter() - start) / NAIVE
    middle = statistics.median(times)
    figures = {
        "bootstrap_s": round(middle, 3),
        "peak_gb": round(peak, 3),
        "ratio_naive": round(each / (middle / REPLICATES), 1),
    }
    holds = all(figures[name] <= bar for name, bar in BARS.items())
    print(json.dumps({"benchmark": "stats", "figures": figures, "bars": BARS, "holds": holds}))
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main())
