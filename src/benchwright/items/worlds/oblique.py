"""Shared vocabulary off: a question that has no content word in common with the evidence of its answer.

Names give way to aliases, each of which is stated elsewhere (the statement of an alias is needed, too, and necessarily
shares the alias with the question); the rest is asked in other words. After NoLiMa (Modarressi et al. 2025).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from benchwright.items.worlds.families.draft import Draft
from benchwright.items.worlds.query import View
from benchwright.items.worlds.telling import Telling

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+|\d+")
_SMALL = frozenset(
    [
        "a",
        "about",
        "after",
        "all",
        "also",
        "an",
        "and",
        "any",
        "are",
        "as",
        "at",
        "be",
        "been",
        "before",
        "but",
        "by",
        "can",
        "could",
        "did",
        "do",
        "does",
        "for",
        "from",
        "had",
        "has",
        "have",
        "he",
        "her",
        "hers",
        "him",
        "his",
        "how",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "many",
        "more",
        "most",
        "much",
        "no",
        "nor",
        "not",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "she",
        "so",
        "some",
        "such",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "to",
        "under",
        "until",
        "up",
        "upon",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "would",
        "you",
        "your",
    ]
)
_ENDINGS = ("ing", "ed", "es", "s")


def content(text: str) -> set[str]:
    """The content words of a text, in lower case and without the commonest endings."""
    return {_stem(word) for word in _WORD.findall(text.lower()) if word not in _SMALL}


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word


def shared(question: str, quotes: Iterable[str]) -> set[str]:
    """Content words that a question has in common with any of the quotes."""
    return content(question).intersection(*[set().union(*map(content, quotes))])


def oblique(draft: Draft, view: View, telling: Telling) -> Draft:
    """The draft in other words and with other names, or as it is where no wording will do (the gate drops it then).

    A question that nothing answers has no evidence, and takes the first of its other wordings, as its twin does.
    """
    quotes = [quote.quote for quote in telling.evidence(draft.needs)]
    for text in draft.oblique:
        question, aliases = _renamed(text, view)
        if not shared(question, quotes):
            needs = (*draft.needs, *aliases) if draft.needs else ()
            return replace(draft, question=question, needs=needs)
    return draft


def _renamed(text: str, view: View) -> tuple[str, list[str]]:
    """The text with every name that has an alias replaced by it, and the statements of these aliases."""
    needs: list[str] = []
    for word in dict.fromkeys(re.findall(r"[\w-]+", text)):
        for name in view.named_with(word):
            alias = view.alias(name)
            if alias and name in text:
                text = text.replace(name, alias.value)
                needs += alias.needs
    return text, needs
