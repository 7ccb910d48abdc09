"""Coined names, so that no model has met the cast.

A name is a pair (a coined word and a companion), numbered by an affine walk over all pairs. A world takes its names
from a block of its own, so two worlds of one benchmark never share a name; the tables are shuffled by genre, seed and
split, so two seeds or splits do not share the walk. Within a world no coined word and no given name occurs twice, save
of namesakes, who share the coined word on purpose.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product

from benchwright.errors import InputError
from benchwright.items.worlds.schema import Cast, Sort
from benchwright.seeding import rng

FEMALE, MALE, ALIAS = "female", "male", "alias"
"""Sorts of names that no schema lists: the two of `person`, and what people are known as."""


def _list(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_STARTS = _list(
    "Tarn Hask Vel Mor Bran Ost Quil Fen Dros Kest Wyn Lor Cald Sarn Thal Perr Ell Yarr Gav Rusk Nev Holl Brem Mard "
    "Cass Ulv Ard Ind Zell Pell Jor Crel Stav Esk Orl Tib Barn Dulv Fask Gol Harn Ildr Karv Lusk Marv Norv Olm Pask "
    "Rav Selk Turv Umb Vask Worl Yelm Zarn Aust Brisk Cord Dask"
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
_BYNAMES = _list(
    "Heron Badger Magpie Otter Thistle Lantern Needle Kettle Weathercock Sparrow Bramble Ferret Pike Gander Nettle "
    "Flint Whistle Plover Candle Hedgehog Bellows Wren Pepper Starling"
)
LETTERS = "ABCDEFGHILMNOPRST"
"""Of coined initials."""
_STUTTER = re.compile(r"(.)\1\1|(..)\2", re.IGNORECASE)
_PERSON = Cast(1.0, form="{1} {0}")
_BYNAME = Cast(1.0, seconds=_BYNAMES, form="the {0} {1}")


@lru_cache(maxsize=4)
def _words(ends: tuple[str, ...]) -> tuple[str, ...]:
    words = {"".join(parts) for parts in product(_STARTS, _MIDDLES, ends)}
    return tuple(sorted(word for word in words if len(word) <= 11 and not _STUTTER.search(word)))


def _givens(ends: tuple[str, ...]) -> tuple[str, ...]:
    names = {"".join(parts) for parts in product(_GIVEN_STARTS, _GIVEN_MIDDLES, ends)}
    return tuple(sorted(name for name in names if len(name) <= 8 and not _STUTTER.search(name)))


def _parts(sort: Sort, cast: Cast) -> tuple[Sequence[str], Sequence[str]]:
    """Coined words and their companions, in order."""
    if sort in {FEMALE, MALE}:
        return _words(_SURNAME_ENDS), _givens(_FEMALE_ENDS if sort == FEMALE else _MALE_ENDS)
    if cast.words == "letters":
        return ["".join(letters) for letters in product(LETTERS, repeat=3) if len(set(letters)) > 1], cast.seconds
    return _words(_TOWN_ENDS if cast.words == "town" else _SURNAME_ENDS), cast.seconds


class Coiner:
    """Gives one world its names; world `index` takes those of its own block.

    Args:
        casts: the sorts of the genre.
        stream: what the tables are shuffled by: genre, seed, split.
        index: of the world.
        block: how many names of each sort a world may use up.

    Raises:
        InputError: there are not that many names.
    """

    def __init__(
        self, casts: Mapping[Sort, Cast], stream: Sequence[str | int], index: int, block: Mapping[Sort, int]
    ) -> None:
        self._casts = {FEMALE: _PERSON, MALE: _PERSON, ALIAS: _BYNAME, **casts}
        self._tables = {sort: _table(sort, self._casts[sort], *stream) for sort in block}
        most = min(len(words) * len(seconds) // block[sort] for sort, (words, seconds) in self._tables.items())
        if index >= most:
            raise InputError(
                f"worlds={index + 1}: names can be coined for {most} worlds of this length; use at most {most}"
                if most
                else "tokens: no distinct names are left for one world of this length; choose a shorter one"
            )
        self._next = {sort: index * size for sort, size in block.items()}
        self._end = {sort: (index + 1) * size for sort, size in block.items()}
        self._used: set[str] = set()

    def coin(self, sort: Sort, like: str = "") -> str:
        """A name of that sort that shares no coined word and no given name with an earlier one.

        Args:
            sort: which names.
            like: the coined word to take in place of a new one, for a namesake.

        Raises:
            InputError: the block of this world is used up.
        """
        while self._next[sort] < self._end[sort]:
            word, second = self._pair(sort)
            parts = {word, second} if sort in {FEMALE, MALE} else {word}
            if like:
                parts = parts - {word} if len(parts) > 1 else {like + second}
            if not parts & self._used:
                self._used |= parts
                return self._casts[sort].form.format(like or word, second).strip()
        raise InputError(
            f"no distinct names of sort {sort!r} are left for a world of this length; choose a shorter one"
        )

    def _pair(self, sort: Sort) -> tuple[str, str]:
        words, seconds = self._tables[sort]
        space = len(words) * len(seconds)
        value = self._next[sort] * _stride(space) % space
        self._next[sort] += 1
        return words[value % len(words)], seconds[value // len(words)]


@lru_cache(maxsize=64)
def _stride(space: int) -> int:
    stride = int(space * 0.6180339887)  # the golden section spreads neighbours over the whole space
    while math.gcd(stride, space) != 1:
        stride += 1
    return stride


@lru_cache(maxsize=64)
def _table(sort: Sort, cast: Cast, *stream: str | int) -> tuple[list[str], list[str]]:
    words, seconds = map(list, _parts(sort, cast))
    for place, values in enumerate((words, seconds)):
        rng("worlds", "names", *stream, sort, place).shuffle(values)
    return words, seconds
