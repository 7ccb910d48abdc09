"""One file becomes one document: checked, read by the module of its format, and described."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from benchwright.documents._language import language_of
from benchwright.documents._sniff import sniff
from benchwright.documents._source import Extracted, Limits, Source
from benchwright.errors import DocumentError, boundary
from benchwright.records import Document

if TYPE_CHECKING:
    from os import PathLike


@dataclass(frozen=True)
class Format:
    """How one kind of file is read."""

    name: str
    module: str
    """The private module whose `extract` reads it."""
    media_type: str
    limit: str
    """The field of `Limits` that bounds the size of a file."""


_TEXT = Format("plain text", "_plain", "text/plain", "text_bytes")
_MARKDOWN = Format("Markdown", "_markdown", "text/markdown", "text_bytes")
_HTML = Format("HTML", "_html", "text/html", "markup_bytes")
_EPUB = Format("EPUB", "_epub", "application/epub+zip", "file_bytes")
_DOCX = Format("Word", "_docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "file_bytes")
_PDF = Format("PDF", "_pdf", "application/pdf", "file_bytes")

FORMATS: dict[str, Format] = {
    ".txt": _TEXT,
    ".text": _TEXT,
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".epub": _EPUB,
    ".docx": _DOCX,
    ".pdf": _PDF,
}
"""Format by suffix."""
_PROVEN = {"pdf": _PDF, "docx": _DOCX, "epub": _EPUB}
_BINARY = frozenset({_PDF, _DOCX, _EPUB})


def read(path: str | PathLike[str], *, limits: Limits | None = None) -> Document:
    """The text of one file, with the offsets of its pages and headings.

    A file whose first bytes prove another format than its suffix is read as what it is, and a note says so.

    Raises:
        DocumentError: missing, not a file, of an unknown format, damaged, protected, too large, or without text.
    """
    path = Path(path)
    limits = limits or Limits()
    named = _format_of(path)
    source = _load(path, named, limits)
    found, reason = sniff(source.data)
    if reason:
        raise source.error(reason)
    actual = _PROVEN.get(found, named)
    if not found and named in _BINARY:
        raise source.error(_mismatch(source, named))
    with boundary(DocumentError, f"{source.name}: cannot be read as {actual.name} (fetch it again, or save it anew)"):
        extracted: Extracted = import_module(f"benchwright.documents.{actual.module}").extract(source)
    if not extracted.text.strip():
        raise source.error("it holds no text but white space; give a file with text")
    size = len(source.data)
    del source  # a large source need not stay in memory beside its text
    notes = (
        () if actual == named else (f"its name ends in {path.suffix}, but it is {actual.name} and was read as such",)
    )
    return _document(path, actual, size, extracted, notes)


def _format_of(path: Path) -> Format:
    known = FORMATS.get(path.suffix.lower())
    if known is not None:
        return known
    given = f"suffix {path.suffix!r} is not known" if path.suffix else "it has no suffix"
    raise DocumentError(path.name, f"{given}; the suffixes read are {' '.join(FORMATS)}: rename or convert it")


def _load(path: Path, named: Format, limits: Limits) -> Source:
    limit = getattr(limits, named.limit)
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise DocumentError(path.name, "it is a folder; give a file, or read the folder with read_folder")
        if not stat.S_ISREG(status.st_mode):
            raise DocumentError(path.name, "it is not a regular file; save its content to one")
        if status.st_size > limit:
            reason = f"it has {status.st_size:,} bytes; at most {limit:,} are read (Limits.{named.limit})"
            raise DocumentError(path.name, f"{reason}: split it or raise the limit")
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise DocumentError(
            path.name, f"there is no such file in {path.parent.name or '.'!r}; check the path"
        ) from error
    except OSError as error:
        raise DocumentError(path.name, f"it cannot be opened ({error.strerror}); check its permissions") from error
    if not data:
        raise DocumentError(path.name, "it is empty (0 bytes); give a file with text")
    return Source(path.name, data, limits)


def _mismatch(source: Source, named: Format) -> str:
    head = source.data[:1024]
    if head.lstrip().lower().startswith((b"<!doctype html", b"<html", b"<?xml")):
        return f"it is HTML or XML, not {named.name}; rename it to .html"
    if named is _PDF and b"%PDF-" in head:
        return "bytes stand before its PDF header; print it to a new PDF"
    return f"its first bytes are not those of {named.name}; fetch it again, or give it the suffix of its real format"


def _document(path: Path, actual: Format, size: int, extracted: Extracted, notes: tuple[str, ...]) -> Document:
    language = language_of(extracted.text)
    declared = extracted.language.replace("_", "-").partition("-")[0].lower()
    if language == "und" and len(declared) == 2:
        language, notes = declared, (*notes, f"language {declared!r} as the source declares it; its text did not tell")
    elif len(declared) == 2 and declared != language:
        notes = (*notes, f"language {language!r} by its text, although the source declares {declared!r}")
    first = next((heading.text for heading in extracted.headings if heading.level == 1), "")
    return Document(
        title=extracted.title or first or path.stem,
        source=path.name,
        media_type=actual.media_type,
        language=language,
        text=extracted.text,
        pages=extracted.pages,
        headings=extracted.headings,
        notes=(*notes, *extracted.notes),
        metadata={"bytes": str(size), **extracted.metadata},
    )
