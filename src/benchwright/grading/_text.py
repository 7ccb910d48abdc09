"""What makes two texts the same answer: one key per text, equal keys for equal answers.

`normalised` (the usual): Unicode NFKC and case folding; number words as digits; full dates as one spelling; thousands
commas dropped; `&` as `and`, `%` as `percent`; apostrophes and invisible characters dropped; other punctuation as
space, save a minus, point, colon or slash of a number and the # of a name such as C#; articles (a, an, the) dropped
before another word (not in `vitamin A` or `A, B`); white space collapsed. Symbols, accents, the order of words count.
`exact`: Unicode NFC and collapsed white space; all else counts.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from benchwright.grading import _dates, _words

Strictness = Literal["normalised", "exact"]

ARTICLES = {"a", "an", "the"}
_ARTICLE = re.compile(r"(?<![\w'\u2019.-])(?:an?|the)\s++(?=[^\w\s]*+\w)")
_PIECE = re.compile(r"\S{1,256}")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})++(?![\d,])")
_KEPT = re.compile(r"(?<![\w)\]])[-\u2212\u2012\u2013\u2014](?=\.?\d)|(?<!\w)\.(?=\d)|(?<=\d)[.,:/](?=\d)|(?<=\w)#")
_SHIFT = 0xE000
"""Start of the private-use area, where punctuation that counts is put aside while the rest is dropped."""
_TIED = re.compile(
    r"(?:(?P<cause>(?:because|on account|out) of|because|(?:due|owing) to|for)\s"
    r"|(?P<tie>(?:at|in|on)(?=\s)|(?:by|as|to|from|with)(?=\s(?!(?:date)?\d)))\s)?+"
    r"(?:(?P<whose>his|her|its|their|my|our|your)\s)?+"
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")


class _Plain(dict[int, str]):
    """Character -> what stands for it in a key, worked out once per character."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _plain(chr(code))
        return found


def _plain(char: str) -> str:
    if char in "'\u2019\u02bc`\u00b4\u2018" or unicodedata.category(char) == "Cf":
        return ""
    if char in "&%":
        return " and " if char == "&" else " percent "
    if char == "\u2212" or unicodedata.category(char)[0] in "PZ" or unicodedata.category(char) == "Cc":
        return " "
    return char


_TABLE = _Plain()
_BACK = {_SHIFT + ord(char): char for char in "-.,:/#"}


def _aside(match: re.Match[str]) -> str:
    char = match[0] if match[0] in ".,:/#" else "-"
    return chr(_SHIFT + ord(char))


def _nfkc(text: str) -> str:
    # In pieces: normalising one long run of combining marks takes quadratic time.
    if text.isascii():
        return text
    return _PIECE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)


def key(text: str, strictness: Strictness = "normalised") -> str:
    """The key of a text; never empty where the text has a visible character."""
    if strictness == "exact":
        return " ".join(_PIECE.sub(lambda match: unicodedata.normalize("NFC", match[0]), text).split())
    folded = " ".join(_nfkc(_nfkc(text).casefold()).split())
    spelt = _dates.replace(_words.as_digits(folded), lambda year, month, day: f" date{year:04}{month:02}{day:02} ")
    bare = _ARTICLE.sub("", _THOUSANDS.sub(lambda match: match[0].replace(",", ""), spelt))
    return " ".join(_KEPT.sub(_aside, bare).translate(_TABLE).translate(_BACK).split()) or folded


class Phrase(NamedTuple):
    """A key without the word that only ties it to the question: `at`, `because of`, `his`."""

    tie: str
    """What it was tied with; the words for a cause are one."""
    whose: str
    rest: str

    def same(self, other: Phrase) -> bool:
        """Whether the rests agree and neither has a tie or an owner that contradicts the other's."""
        return self.rest == other.rest and all(
            not mine or not theirs or mine == theirs
            for mine, theirs in ((self.tie, other.tie), (self.whose, other.whose))
        )


def phrase(text_key: str) -> Phrase:
    """A key taken apart. Before a number only `at`, `in`, `on` and `for` are ties: `by 1916` is not 1916."""
    match = _TIED.match(text_key)
    if match is None:
        return Phrase("", "", text_key)
    tie = "because" if match["cause"] else match["tie"] or ""
    return Phrase(tie, match["whose"] or "", text_key[match.end() :])


def holds(text_key: str, part_key: str) -> bool:
    """Whether a key holds another as whole words (in scripts without spaces: anywhere)."""
    if _UNSPACED.search(part_key):
        return part_key.replace(" ", "") in text_key.replace(" ", "")
    return f" {part_key} " in f" {text_key} "
