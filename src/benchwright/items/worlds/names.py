"""Coined names, so that no model has met the cast.

A name is a pair (a coined word and a companion), numbered by an affine walk over all pairs. A world takes its names
from a block of its own, so two worlds of one benchmark never share a name; the tables are shuffled by seed and split,
so two seeds or splits do not share the walk. Within a world no coined word and no given name occurs twice.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import product
from typing import Literal

from benchwright.errors import InputError
from benchwright.seeding import rng

Sort = Literal["female", "male", "town", "organisation", "thing"]


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_STARTS = _list(
    "Tarn Hask Vel Mor Bran Ost Quil Fen Dros Kest Wyn Lor Cald Sarn Thal Perr Ell Yarr Gav Rusk Nev Holl Brem Mard "
    "Cass Ulv Ard Ind Zell Pell Jor Crel Stav Esk Orl Tib"
)
_MIDDLES = ("", "a", "e", "i", "o", "er", "in", "el")
_SURNAME_ENDS = _list("rand dell mick low ren sley mott gard vane quist hew rin dale ster wold ning tree")
_TOWN_ENDS = _list(
    "wick ford haven mere stead combe holm by thorpe bury mouth ness gate well field marsh garth dean burn"
)
_GIVEN_STARTS = _list(
    "Al Bel Cor Dam El Fen Gar Hal Is Jes Kel Lin Mar Nes Or Per Quil Ros Sel Tam Ul Ver Wil Yor Zan Bri Cla Dre Ada "
    "Thes Ott Lev Sab Ren"
)
_GIVEN_MIDDLES = ("", "an", "d", "il", "or", "em", "iv")
_FEMALE_ENDS = _list("ina wen eth issa ia etta ora inde elle une is a ille ava")
_MALE_ENDS = _list("ric an us mund ard in or olf ett ias en ulf on emar")
_TOWN_SECONDS = ("", "Ferry", "Cross", "Bridge", "Quay", "Green", "Sands", "Priory", "Locks", "Hill", "Moor", "Wells")
_HOUSES = _list(
    "Ropeworks Press Observatory Brewery Foundry Institute Tannery Playhouse Bank Dispensary Shipyard Seminary Mill "
    "Conservatory Pottery Exchange Academy Glassworks Orphanage Library"
)
_THINGS = _list(
    "compass viola clock lantern ledger teapot telescope barometer tapestry chessboard music-box sextant globe mirror "
    "inkstand bell harness cradle goblet atlas brooch snuffbox kite sundial"
)
_STUTTER = re.compile(r"(.)\1\1|(..)\2", re.IGNORECASE)


def _words(ends: tuple[str, ...]) -> list[str]:
    words = {"".join(parts) for parts in product(_STARTS, _MIDDLES, ends)}
    return sorted(word for word in words if len(word) <= 11 and not _STUTTER.search(word))


def _givens(ends: tuple[str, ...]) -> list[str]:
    names = {"".join(parts) for parts in product(_GIVEN_STARTS, _GIVEN_MIDDLES, ends)}
    return sorted(name for name in names if len(name) <= 8 and not _STUTTER.search(name))


@lru_cache(maxsize=8)
def _tables(seed: int, split: str) -> dict[Sort, tuple[list[str], list[str]]]:
    """Per sort of name: the words (unique within a world) and their companions, shuffled."""
    tables: dict[Sort, tuple[list[str], list[str]]] = {
        "female": (_words(_SURNAME_ENDS), _givens(_FEMALE_ENDS)),
        "male": (_words(_SURNAME_ENDS), _givens(_MALE_ENDS)),
        "town": (_words(_TOWN_ENDS), list(_TOWN_SECONDS)),
        "organisation": (_words(_SURNAME_ENDS), list(_HOUSES)),
        "thing": (_words(_SURNAME_ENDS), list(_THINGS)),
    }
    for sort, lists in tables.items():
        for place, values in enumerate(lists):
            rng("worlds", "names", seed, split, sort, place).shuffle(values)
    return tables


class Coiner:
    """Gives one world its names; world `index` takes those of its own block.

    Args:
        seed: of the benchmark.
        split: of the benchmark.
        index: of the world.
        block: how many names of each sort a world may use up.

    Raises:
        InputError: there are not that many names.
    """

    def __init__(self, seed: int, split: str, index: int, block: Mapping[Sort, int]) -> None:
        self._tables = _tables(seed, split)
        for sort, (words, seconds) in self._tables.items():
            if (index + 1) * block[sort] > len(words) * len(seconds):
                most = min(len(self._tables[key][0]) * len(self._tables[key][1]) // block[key] for key in block)
                raise InputError(f"worlds={index + 1}: names can be coined for {most} worlds of this length; use fewer")
        self._next = {sort: index * size for sort, size in block.items()}
        self._used: set[str] = set()

    def coin(self, sort: Sort) -> str:
        """A name of that sort that shares no coined word and no given name with an earlier one."""
        while True:
            word, second = self._pair(sort)
            parts = {word, second} if sort in {"female", "male"} else {word}
            if not parts & self._used:
                self._used |= parts
                return _FORMS[sort].format(word, second).strip()

    def _pair(self, sort: Sort) -> tuple[str, str]:
        words, seconds = self._tables[sort]
        space = len(words) * len(seconds)
        stride = int(space * 0.6180339887)  # the golden section spreads neighbours over the whole space
        while math.gcd(stride, space) != 1:
            stride += 1
        value = self._next[sort] * stride % space
        self._next[sort] += 1
        return words[value % len(words)], seconds[value // len(words)]


_FORMS: dict[Sort, str] = {
    "female": "{1} {0}",
    "male": "{1} {0}",
    "town": "{0} {1}",
    "organisation": "the {0} {1}",
    "thing": "the {0} {1}",
}
