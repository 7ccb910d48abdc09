"""HTML: the visible text, block by block, with headings, lists and tables that a reader can follow.

The tree is walked without recursion, so depth costs nothing. XHTML goes through a strict XML parser first (the HTML
parser lets `<title/>` swallow the page); no entity is expanded but the named characters of HTML.
"""

from __future__ import annotations

import html.entities
import re
from collections import Counter

from lxml import etree

from benchwright.documents._blocks import Blocks, local_name
from benchwright.documents._encoding import Decoded, decode, is_binary
from benchwright.documents._source import Extracted, Source, plural
from benchwright.documents._text import Builder, one_line

SKIPPED = frozenset({
    "applet", "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "input", "nav", "noframes",
    "noscript", "object", "rp", "rt", "script", "select", "style", "svg", "template", "textarea", "video",
})  # fmt: skip
COUNTED = {"img": "image", "svg": "image", "picture": "image", "canvas": "image", "video": "video", "audio": "sound"}
CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE)
ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]*);")
HIDING = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*>", re.IGNORECASE)
DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
KEPT = frozenset({"amp", "lt", "gt", "quot", "apos"})


def extract(source: Source) -> Extracted:
    """The visible text of a page.

    Raises:
        DocumentError: the bytes are no text.
    """
    if is_binary(source.data):
        raise source.error("its bytes are not text in any encoding; give it the suffix of its real format")
    decoded = decode_markup(source.data)
    root = parse(source, decoded.text)
    builder = Builder()
    dropped = walk(root, builder) if root is not None else Counter[str]()
    notes = [note for note in (decoded.note, dropped_note(dropped)) if note]
    return Extracted(
        builder.text(),
        title=_title(root),
        language=root.get("lang", "") if root is not None else "",
        headings=tuple(builder.headings),
        notes=tuple(notes),
        metadata={"encoding": decoded.encoding},
    )


def decode_markup(data: bytes) -> Decoded:
    """Text of markup bytes, by the charset that they declare where they do."""
    found = CHARSET.search(data[:4096])
    return decode(data, found[1].decode("ascii", "replace") if found else "")


def parse(source: Source, text: str) -> etree._Element | None:
    """The tree of a page, or None where there is nothing in it.

    Raises:
        DocumentError: nested so deeply that the parser gives up (libxml2: 2,048 levels).
    """
    if "<!ENTITY" not in text and ("<?xml" in text[:200] or "http://www.w3.org/1999/xhtml" in text[:2000]):
        tree = _parse_strictly(text)
        if tree is not None:
            return tree
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    # utf-8 holds no lone surrogate; a decoder can hand one on from a damaged UTF-16 source
    body = text.encode("utf-8", "replace")
    try:
        root = etree.fromstring(body, parser)
    except (etree.ParserError, etree.XMLSyntaxError):
        return None
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise source.error("its elements are nested too deeply to be read whole (over 2,000 levels); save it as text")
    return root


def walk(root: etree._Element, builder: Builder) -> Counter[str]:
    """Append the visible blocks below `root`; returns how many things of which kind were dropped."""
    dropped: Counter[str] = Counter()
    blocks = Blocks(builder)
    hidden: etree._Element | None = None
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event == "start":
            if _is_hidden(element):
                hidden = element
                _count(element, dropped)
                events.skip_subtree()
            else:
                dropped.update(filter(None, [COUNTED.get(local_name(element))]))
                blocks.start(element)
            continue
        if event == "end" and element is not hidden:
            blocks.end(element)
        if element is not root and element.tail:
            blocks.text(element.tail)
    blocks.flush()
    return dropped


def dropped_note(dropped: Counter[str]) -> str:
    """What a reader should know of what is not in the text; empty where all is."""
    counts = ", ".join(plural(count, kind) for kind, count in sorted(dropped.items()))
    return f"dropped: {counts}" if counts else ""


def _count(element: etree._Element, dropped: Counter[str]) -> None:
    tag = local_name(element)
    dropped.update(filter(None, [COUNTED.get(tag, "hidden part" if tag not in SKIPPED else "")]))


def _is_hidden(element: etree._Element) -> bool:
    if local_name(element) in SKIPPED:
        return True
    if not element.attrib:
        return False
    style = element.get("style")
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (style is not None and HIDING.search(style) is not None)
    )


def _parse_strictly(text: str) -> etree._Element | None:
    text = DECLARATION.sub("", DOCTYPE.sub("", text, count=1), count=1)
    text = ENTITY.sub(_named, text)
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        return etree.fromstring(text.strip().encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        return None


def _named(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in KEPT else html.entities.html5.get(f"{name};", match[0])


def _title(root: etree._Element | None) -> str:
    if root is None:
        return ""
    title = next(root.iter("{*}title"), None)
    return one_line("".join(title.itertext())) if title is not None else ""
