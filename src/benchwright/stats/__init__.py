"""Pure statistics: verdicts in, estimates with honest intervals out.

    observations --> headline, proportion, by_kind, pass_rate     one system
                 --> compare, compare_all, ranks                  several systems on the same items
                 --> kind_means, compare_means                    macro beside harmonic mean over kinds
    rows         --> by_length, effective_length, length_fit      one system at several lengths
    counts       --> wilson, no_info_table, mcnemar
    extractions  --> symbols                                      facts read, apart from answers
    constrained  --> constraint_metrics                           replies that must keep to constraints
    twins        --> follow_rates, follow_table                   whether edited documents are followed, or memory
    stated       --> fit_calibration, reliability                 probabilities held against outcomes
    values       --> mean_interval, cluster_bootstrap, multiway_bootstrap
    assumptions  --> plan_items, detectable

An empty set has no mean: everything here raises EstimateError for it. Every interval names its level, its method and
what it generalises to. Importing the package loads neither numpy nor scipy: a name is looked up when first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from benchwright.stats._table import Data, Table, tabulate
    from benchwright.stats._trend import LengthFit, length_fit
    from benchwright.stats.bootstrap import cluster_bootstrap
    from benchwright.stats.calibration import (
        Bin,
        Calibration,
        Reliability,
        fit_calibration,
        read_calibration,
        reliability,
    )
    from benchwright.stats.constraints import (
        Bucket,
        Constrained,
        ConstraintMetrics,
        ConstraintRate,
        Keeping,
        Rated,
        TokensUsed,
        constraint_metrics,
    )
    from benchwright.stats.epochs import pass_at_k, pass_hat_k, pass_rate
    from benchwright.stats.extraction import Extraction, Symbols, symbols
    from benchwright.stats.followed import (
        FollowRates,
        Follows,
        FollowTable,
        TwinAttempt,
        follow_rates,
        follow_table,
        follows,
    )
    from benchwright.stats.intervals import mean_interval, wilson
    from benchwright.stats.lengths import EffectiveLength, LengthRate, Reach, Sized, by_length, effective_length
    from benchwright.stats.many import Rank, compare_all, holm, ranks
    from benchwright.stats.means import KindMeans, MeansDifference, compare_means, harmonic, kind_means
    from benchwright.stats.multiway import multiway_bootstrap
    from benchwright.stats.noinfo import NoInfoTable, no_info_table
    from benchwright.stats.observations import Observation
    from benchwright.stats.paired import Comparison, McNemar, compare, mcnemar
    from benchwright.stats.planning import ItemPlan, Study, detectable, plan_items
    from benchwright.stats.rates import Headline, KindRate, by_kind, headline, proportion

__all__ = [
    "Bin",
    "Bucket",
    "Calibration",
    "Comparison",
    "Constrained",
    "ConstraintMetrics",
    "ConstraintRate",
    "Data",
    "EffectiveLength",
    "Extraction",
    "FollowRates",
    "FollowTable",
    "Follows",
    "Headline",
    "ItemPlan",
    "Keeping",
    "KindMeans",
    "KindRate",
    "LengthFit",
    "LengthRate",
    "McNemar",
    "MeansDifference",
    "NoInfoTable",
    "Observation",
    "Rank",
    "Rated",
    "Reach",
    "Reliability",
    "Sized",
    "Study",
    "Symbols",
    "Table",
    "TokensUsed",
    "TwinAttempt",
    "by_kind",
    "by_length",
    "cluster_bootstrap",
    "compare",
    "compare_all",
    "compare_means",
    "constraint_metrics",
    "detectable",
    "effective_length",
    "fit_calibration",
    "follow_rates",
    "follow_table",
    "follows",
    "harmonic",
    "headline",
    "holm",
    "kind_means",
    "length_fit",
    "mcnemar",
    "mean_interval",
    "multiway_bootstrap",
    "no_info_table",
    "pass_at_k",
    "pass_hat_k",
    "pass_rate",
    "plan_items",
    "proportion",
    "ranks",
    "read_calibration",
    "reliability",
    "symbols",
    "tabulate",
    "wilson",
]

_HOMES = {
    "_table": ("Data", "Table", "tabulate"),
    "_trend": ("LengthFit", "length_fit"),
    "bootstrap": ("cluster_bootstrap",),
    "calibration": ("Bin", "Calibration", "Reliability", "fit_calibration", "read_calibration", "reliability"),
    "constraints": (
        "Bucket",
        "Constrained",
        "ConstraintMetrics",
        "ConstraintRate",
        "Keeping",
        "Rated",
        "TokensUsed",
        "constraint_metrics",
    ),
    "epochs": ("pass_at_k", "pass_hat_k", "pass_rate"),
    "extraction": ("Extraction", "Symbols", "symbols"),
    "followed": (
        "FollowRates",
        "FollowTable",
        "Follows",
        "TwinAttempt",
        "follow_rates",
        "follow_table",
        "follows",
    ),
    "intervals": ("mean_interval", "wilson"),
    "lengths": ("EffectiveLength", "LengthRate", "Reach", "Sized", "by_length", "effective_length"),
    "many": ("Rank", "compare_all", "holm", "ranks"),
    "means": ("KindMeans", "MeansDifference", "compare_means", "harmonic", "kind_means"),
    "multiway": ("multiway_bootstrap",),
    "noinfo": ("NoInfoTable", "no_info_table"),
    "observations": ("Observation",),
    "paired": ("Comparison", "McNemar", "compare", "mcnemar"),
    "planning": ("ItemPlan", "Study", "detectable", "plan_items"),
    "rates": ("Headline", "KindRate", "by_kind", "headline", "proportion"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return [*__all__]
