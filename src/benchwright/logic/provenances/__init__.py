"""Kinds of tags that the engine can carry, by name.

boolean, minmax and addmult work with numbers at every step; topk and exact record how facts were derived, and count
worlds once an answer is asked for. `docs/provenances.md` says which to take.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchwright.errors import LogicError, UnknownNameError
from benchwright.lazy import members

if TYPE_CHECKING:
    from benchwright.logic.provenance import Provenance
    from benchwright.logic.provenances.exact import Exact
    from benchwright.logic.provenances.simple import AddMult, Boolean, MinMax
    from benchwright.logic.provenances.topk import TopK

_HOMES = {"AddMult": "simple", "Boolean": "simple", "Exact": "exact", "MinMax": "simple", "TopK": "topk"}
PROVENANCES = {"addmult": "AddMult", "boolean": "Boolean", "exact": "Exact", "minmax": "MinMax", "topk": "TopK"}
"""Name -> class."""


__getattr__ = members(__name__, _HOMES)


def provenance(name: str, **settings: Any) -> Provenance[Any]:  # Any: settings and tags differ by kind
    """The provenance of a name.

    Args:
        name: boolean, minmax, addmult, topk or exact.
        settings: of that provenance: `k` of topk, `max_nodes`, `strict` and `proofs` of exact.

    Raises:
        UnknownNameError: there is none of that name.
        LogicError: it has no such setting, or the value is out of range.
    """
    if name not in PROVENANCES:
        raise UnknownNameError("provenance", name, PROVENANCES)
    kind = __getattr__(PROVENANCES[name])
    try:
        made: Provenance[Any] = kind(**settings)
    except TypeError as error:
        raise LogicError(f"provenance {name} cannot be made with {settings}: {error}") from error
    return made


__all__ = ["PROVENANCES", "AddMult", "Boolean", "Exact", "MinMax", "TopK", "provenance"]
