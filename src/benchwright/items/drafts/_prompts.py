"""The texts that the author is asked with: files of this folder's `prompts/`, each with declared fields.

Text of a document is put into a prompt only between two lines with a mark that occurs nowhere in it.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from benchwright.items.drafts.draft import Section
from benchwright.records import Document, digest

FIELDS = {
    "material": {"mark", "document", "part", "text"},
    "facets": {"language"},
    "so_far": {"mark", "summaries"},
    "draft": {"mark", "facets", "count", "kinds", "quotes", "language", "answers", "example"},
    "example_short": {"kind"},
    "example_rubric": {"kind"},
    "example_none": {"kind"},
}
"""What each text is filled with; nothing else may stand in braces in it."""
_LANGUAGES = {
    "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek", "en": "English",
    "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
    "lt": "Lithuanian", "lv": "Latvian", "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese",
    "ro": "Romanian", "ru": "Russian", "sk": "Slovak", "sl": "Slovenian", "sv": "Swedish", "th": "Thai",
    "tr": "Turkish", "uk": "Ukrainian", "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip


@lru_cache
def shipped(name: str) -> str:
    """A text with its fields in braces."""
    return (files(__package__) / "prompts" / f"{name}.txt").read_text("utf-8").rstrip("\n")


def filled(name: str, **values: str) -> str:
    """A prompt with its fields filled in; what is filled in is not read again."""
    return shipped(name).format(**values)


def language(code: str) -> str:
    """How a prompt names a language."""
    if code in {"", "und"}:
        return "the language of the document"
    return _LANGUAGES.get(code) or f"the language of the document (ISO 639-1 code {code})"


def mark(*texts: str) -> str:
    """A word that none of the texts holds; the same for the same texts."""
    held, turn = "\n".join(texts), 0
    while (word := digest([held, turn], 8)) in held:
        turn += 1
    return word


def material(section: Section, document: Document) -> str:
    """A section as every prompt shows it first, byte for byte."""
    shown = (document.title, section.title, section.text)
    return filled("material", mark=mark(*shown), document=shown[0], part=shown[1], text=shown[2])
