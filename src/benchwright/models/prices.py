"""What models cost, from a dated list with a source, or from a list of the user's own.

    name --price_of--> USD for a million tokens, or none: a price is never guessed from a similar name

Where a budget is in USD, a model without a price is refused (`price_under_budget`), for nobody could keep the budget.
The shipped list holds the price of a provider's first tier: without its discount for cached or batched prompts, and
without what some charge beyond 200,000 tokens of prompt, which no call of ours reaches.
"""

from __future__ import annotations

import difflib
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from benchwright.errors import InputError
from benchwright.models.calls import Price
from benchwright.records import Record

USD = Annotated[float, Field(ge=0, allow_inf_nan=False, strict=True)]
_FORM = '{"models": {"provider/name": [USD per million tokens read, USD per million tokens written]}}'


class Prices(Record):
    """A list of prices: `prices.json`, or a user's."""

    as_of: str = ""
    """The day on which they were read, as YYYY-MM-DD."""
    source: str = ""
    licence: str = ""
    local: tuple[str, ...] = ()
    """Providers that run on the user's own machine, whose tokens cost nothing."""
    models: dict[str, tuple[USD, USD]]
    """By the name that Inspect knows a model by: USD per million tokens read, and written."""

    def of(self, model: str) -> Price | None:
        """The price of exactly that name; none where the list does not have it."""
        if model in self.models:
            return Price(*self.models[model])
        provider, slash, _ = model.partition("/")
        return Price(0.0, 0.0) if slash and provider in self.local else None


def price_of(model: str, file: Path | None = None) -> Price | None:
    """The price of a model; none where no list names it.

    Args:
        model: as Inspect names it, with its provider.
        file: a list of the user's own, which is asked first.

    Raises:
        InputError: the file cannot be read as a list of prices.
    """
    own = _read(file).of(model) if file is not None else None
    return own if own is not None else _shipped().of(model)


def price_under_budget(model: str, file: Path | None = None) -> Price:
    """The price of a model that a budget in USD is to cover.

    Raises:
        InputError: no list names the model, or the file cannot be read as one.
    """
    found = price_of(model, file)
    if found is not None:
        return found
    near = difflib.get_close_matches(model, _shipped().models, n=3)
    known = f" (the list of {as_of()} knows {', '.join(near)})" if near else f" in the list of {as_of()}"
    raise InputError(
        f"--budget-usd was given, but model {model!r} has no price{known}; "
        f"name a file with --prices that holds {_FORM}, or give --budget-tokens instead"
    )


def as_of() -> str:
    """The day on which the shipped prices were read."""
    return _shipped().as_of


@cache
def _shipped() -> Prices:
    return Prices.model_validate_json(files(__package__).joinpath("prices.json").read_text("utf-8"))


def _read(file: Path) -> Prices:
    try:
        return Prices.model_validate_json(file.read_bytes())
    except OSError as error:
        raise InputError(f"--prices {file}: {error.strerror or error}; name a file that holds {_FORM}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"])) or "the file"
        raise InputError(f"--prices {file}: {where}: {first['msg']}; write {_FORM}") from error
