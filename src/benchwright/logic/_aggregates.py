"""Aggregates of a group: exact over what is certain, and all that they may come to over what is not.

A group's elements are taken one after another, the certain ones first. After each, a layer holds every partial result
that some world has reached. For count, min and max there are at most as many as elements; for sum, as many as there are
distinct partial sums. Sums of floats are exact until the end, so that the order of facts does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from benchwright.logic._plan import Fold, cast
from benchwright.logic.language import Value

State = Hashable
"""A partial result; none: no element yet."""


def begin(fold: Fold) -> Any:  # Any: a State
    """The result over nothing: 0 where the group exists whatever happens, otherwise none."""
    return 0 if fold.fixed is not None and fold.function in {"count", "sum"} else None


def step(fold: Fold, state: Any, value: Value | None) -> Any:  # Any: a State
    """The result with one element more.

    Raises:
        LogicError: its type does not go with the function, or with the others.
    """
    if fold.function == "count":
        return (state or 0) + 1
    if fold.function == "sum":
        if isinstance(value, str | bool):
            raise fold.place.error(f"sum of a value of type {type(value).__name__}; it takes int and float")
        exact = Fraction(value) if isinstance(value, float) else value
        return exact if state is None else state + exact
    choose: Callable[..., Any] = min if fold.function == "min" else max
    if state is not None and type(state) is not type(value) and {type(state), type(value)} != {int, float}:
        kinds = f"{type(state).__name__} and {type(value).__name__}"
        raise fold.place.error(f"{fold.function} over values of types {kinds}; all need one type")
    return value if state is None else choose(state, value)


def finish(fold: Fold, state: Any) -> Value:  # Any: a State
    """The result as a constant.

    Raises:
        LogicError: a sum that no float can hold.
    """
    try:
        plain = float(state) if isinstance(state, Fraction) else state
        return cast(plain, fold.kind, fold.place.error)
    except OverflowError as error:
        raise fold.place.error("a sum is too large for a float; bound the numbers") from error


def layers(
    fold: Fold, certain: Iterable[Value | None], uncertain: Sequence[Value | None], limit: int
) -> list[dict[State, list[tuple[State, bool]]]]:
    """What the result may be, element by element.

    Returns:
        One layer more than there are uncertain elements. Each maps a partial result to where it comes from: a result of
        the layer before, and whether this element was in.

    Raises:
        LogicError: there are more than `limit` partial results.
    """
    start = begin(fold)
    for value in certain:
        start = step(fold, start, value)
    found: list[dict[State, list[tuple[State, bool]]]] = [{start: []}]
    total = 1
    for value in uncertain:
        layer: dict[State, list[tuple[State, bool]]] = {}
        for state in found[-1]:
            layer.setdefault(state, []).append((state, False))
            layer.setdefault(step(fold, state, value), []).append((state, True))
        found.append(layer)
        total += len(layer)
        if total > limit:
            raise fold.place.error(
                f"{fold.function} over {len(uncertain)} uncertain elements has more than {limit} partial results; make "
                "fewer facts uncertain, or raise Limits.states"
            )
    return found
