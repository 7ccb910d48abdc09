"""Content words of a text, taken apart in another way than the maker does it."""

from __future__ import annotations

import re

SMALL = set(
    re.findall(
        r"\w+",
        "a an the this that these those such what which who whom whose where when why how is are was were be "
        "been being am  do does did done has have had having will would can could may might must shall should "
        "and or but nor so if than  then as at by for from in into of off on onto out over under to up upon "
        "with without about after before between  during until while i you he she it we they me him her us "
        "them my your his its our their hers not no any all some  each every many much more most other "
        "another one once only own same also there here very s ",
    )
)


def content(text):
    """Words of three letters or more that say something, without the usual endings."""
    words = (word.lower() for word in re.split(r"[^A-Za-z0-9]+", text))
    return {re.sub(r"(?:ing|ed|es|s)$", "", word) if len(word) > 5 else re.sub(r"s$", "", word)
            for word in words if len(word) > 2 and word not in SMALL}  # fmt: skip
