"""EPUB: the pages of the spine, in order (EPUB 3.3, sections 4.2.6.3.1 and 5.7).

The package is read with a parser that expands no entity and fetches nothing. Protected content is refused.
"""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from benchwright.documents._archive import Archive
from benchwright.documents._html import decode_markup, dropped_note, parse, walk
from benchwright.documents._source import Extracted, Source, plural
from benchwright.documents._text import Builder, one_line

CONTAINER = "META-INF/container.xml"
READABLE = frozenset({"application/xhtml+xml", "text/html", "application/xml", "text/xml"})


@dataclass(frozen=True)
class _Package:
    title: str
    language: str
    chapters: tuple[str, ...]
    skipped: int


def extract(source: Source) -> Extracted:
    """The text of all chapters.

    Raises:
        DocumentError: damaged, protected, too large, or without a spine.
    """
    archive = Archive(source)
    package = _package(source, archive)
    _check_open(source, archive, package)
    builder = Builder()
    dropped: Counter[str] = Counter()
    missing: list[str] = []
    for chapter in package.chapters:
        data = archive.read(chapter)
        if data is None:
            missing.append(chapter)
            continue
        root = parse(source, decode_markup(data).text)
        if root is not None:
            dropped += walk(root, builder)
    notes = [dropped_note(dropped)]
    notes += [f"missing chapters, which the spine names: {', '.join(missing[:5])}"] if missing else []
    notes += [f"left out: {plural(package.skipped, 'spine entry')} of navigation or images"] if package.skipped else []
    return Extracted(
        builder.text(),
        title=package.title,
        language=package.language,
        headings=tuple(builder.headings),
        notes=tuple(note for note in notes if note),
        metadata={"chapters": str(len(package.chapters) - len(missing))},
    )


def _package(source: Source, archive: Archive) -> _Package:
    container = _tree(source, archive, CONTAINER)
    rootfile = next(container.iter("{*}rootfile"), None)
    path = unquote(rootfile.get("full-path", "")) if rootfile is not None else ""
    if not path:
        raise source.error(f"its {CONTAINER} names no package; fetch the file again")
    tree = _tree(source, archive, path)
    entries = {entry.get("id", ""): entry for entry in tree.iter("{*}item")}
    spine = [entries[ref.get("idref", "")] for ref in tree.iter("{*}itemref") if ref.get("idref", "") in entries]
    chapters = [entry for entry in spine if _is_chapter(entry)]
    if not chapters:
        raise source.error("its spine names no chapter of text; check the book with epubcheck")
    folder = posixpath.dirname(path)
    return _Package(
        title=_declared(tree, "title"),
        language=_declared(tree, "language"),
        chapters=tuple(posixpath.normpath(posixpath.join(folder, _href(entry))) for entry in chapters),
        skipped=len(spine) - len(chapters),
    )


def _tree(source: Source, archive: Archive, name: str) -> etree._Element:
    data = archive.read(name)
    if data is None:
        raise source.error(f"its part {name!r} is missing; fetch the file again")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise source.error(f"its part {name!r} is not well-formed XML ({error.msg}); fetch the file again") from error


def _is_chapter(entry: etree._Element) -> bool:
    navigation = "nav" in entry.get("properties", "").split()
    return entry.get("media-type", "") in READABLE and not navigation


def _href(entry: etree._Element) -> str:
    return unquote(entry.get("href", "").partition("#")[0])


def _declared(tree: etree._Element, name: str) -> str:
    element = next(tree.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}"), None)
    return one_line("".join(element.itertext())) if element is not None else ""


def _check_open(source: Source, archive: Archive, package: _Package) -> None:
    """Fonts may be obfuscated, but text must not be encrypted."""
    name = "META-INF/encryption.xml"
    if archive.read(name) is None:
        return
    locked = {
        unquote(reference.get("URI", "")) for reference in _tree(source, archive, name).iter("{*}CipherReference")
    }
    if locked.intersection(package.chapters):
        raise source.error("its chapters are encrypted (DRM); ask for a copy without protection")
