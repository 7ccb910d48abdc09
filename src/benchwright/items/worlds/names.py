"""Coined names, so that no model has met the cast.

A name is a pair (a coined word and a companion), numbered by an affine walk over all pairs. A world takes its names from
a block of its own, so two worlds of one benchmark never share a name; the tables are shuffled by seed and split, so two
seeds or splits do not share the walk. Within a world no coined word and no given name occurs twice.
"""

from __future__ import annotations

import math
import re
from functools import lru_cache
from itertools import product
from typing import Literal

from benchwright.seeding import rng

Sort = Literal["female", "male", "town", "organisation", "thing"]

_STARTS = (
    "Tarn Hask Vel Mor Bran Ost Quil Fen Dros Kest Wyn Lor Cald Sarn Thal Perr Ell Yarr Gav Rusk Nev Holl Brem Mard "
    "Cass Ulv Ard Ind Zell Pell Jor Crel Stav Esk Orl Tib"
).split()
_MIDDLES = ("", "a", "e", "i", "o", "er", "in", "el")
_SURNAME_ENDS = "rand dell mick low ren sley mott gard vane quist hew rin dale ster wold ning tree".split()
_TOWN_ENDS = "wick ford haven mere stead combe holm by thorpe bury mouth ness gate well".split()
_GIVEN_STARTS = (
    "Al Bel Cor Dam El Fen Gar Hal Is Jes Kel Lin Mar Nes Or Per Quil Ros Sel Tam Ul Ver Wil Yor Zan Bri Cla Dre Ada "
    "Thes Ott Lev Sab Ren"
).split()
_GIVEN_MIDDLES = ("", "an", "d", "il", "or", "em", "iv")
_FEMALE_ENDS = "ina wen eth issa ia etta ora inde elle une is a ille ava".split()
_MALE_ENDS = "ric an us mund ard in or olf ett ias en ulf on emar".split()
_TOWN_SECONDS = ("", "", "", "Ferry", "Cross", "Bridge", "Quay", "Green", "Sands", "Priory", "Locks", "Hill")
_HOUSES = (
    "Ropeworks Press Observatory Brewery Foundry Institute Tannery Playhouse Bank Dispensary Shipyard Seminary Mill "
    "Conservatory Pottery Exchange Academy Glassworks Orphanage Library"
).split()
_THINGS = (
    "compass viola clock lantern ledger teapot telescope barometer tapestry chessboard music-box sextant globe mirror "
    "inkstand bell harness cradle goblet atlas brooch snuffbox kite sundial"
).split()
_STUTTER = re.compile(r"(.)\1\1|(..)\2", re.IGNORECASE)


def _words(ends: list[str]) -> list[str]:
    words = {"".join(parts) for parts in product(_STARTS, _MIDDLES, ends)}
    return sorted(word for word in words if len(word) <= 11 and not _STUTTER.search(word))


def _givens(ends: list[str]) -> list[str]:
    names = {"".join(parts) for parts in product(_GIVEN_STARTS, _GIVEN_MIDDLES, ends)}
    return sorted(name for name in names if len(name) <= 8 and not _STUTTER.search(name))


@lru_cache(maxsize=8)
def _tables(seed: int, split: str) -> dict[str, tuple[list[str], list[str]]]:
    """Per sort of name: the words (unique within a world) and their companions, shuffled."""
    tables = {
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
    """Gives one world its names.

    `block` is the number of names of one sort that a world may use up; world `index` takes those of its own block.
    """

    def __init__(self, seed: int, split: str, index: int, block: int) -> None:
        self._tables = _tables(seed, split)
        self._next = dict.fromkeys(self._tables, index * block)
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


_FORMS = {
    "female": "{1} {0}",
    "male": "{1} {0}",
    "town": "{0} {1}",
    "organisation": "the {0} {1}",
    "thing": "the {0} {1}",
}
