"""Bytes become text: by byte order mark, declared charset, strict UTF-8, and only then by a guess that is noted.

Large input is decoded and normalised in pieces that end at a newline (nothing composes across one), so that the only
full-size copy is the result.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from benchwright.documents._source import plural
from benchwright.documents._text import normalise

PIECE = 1 << 20
SAMPLE = 1 << 17
BOMS = (  # the longer first: the mark of UTF-32 starts with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
PLAUSIBLE = [
    "big5hkscs", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866",
    "cp874", "cp932", "cp949", "euc_jp", "gb18030", "iso2022_jp", "iso8859_2", "iso8859_5", "koi8_r", "koi8_u",
]  # fmt: skip
"""Legacy encodings that are worth guessing, from those of the WHATWG Encoding Standard, section 4.2."""
CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")


@dataclass(frozen=True)
class Decoded:
    """Text in normal form, and how it was decoded."""

    text: str
    encoding: str
    note: str = ""


def decode(data: bytes, declared: str = "") -> Decoded:
    """Text of `data`; `declared` is the charset that the source names, if any. Never fails: damage is noted."""
    wrong = ""
    for encoding, origin in _certain(data, declared):
        try:
            text = _join(data, encoding, "strict")
        except UnicodeError:
            wrong = wrong or (f"not valid {encoding}, although {origin}; " if origin else "")
            continue
        return Decoded(text, encoding)
    return _repaired(data, wrong) or _guessed(data, wrong)


def is_binary(data: bytes) -> bool:
    """Whether the bytes cannot be text of any encoding: many control characters, and no mark or pattern of UTF-16."""
    sample = data[:SAMPLE]
    if any(sample.startswith(mark) for mark, _ in BOMS) or _wide(sample):
        return False
    return len(CONTROL.findall(sample)) > max(8, len(sample) // 50)


def _certain(data: bytes, declared: str) -> Iterator[tuple[str, str]]:
    mark = next((encoding for mark, encoding in BOMS if data.startswith(mark)), "")
    if mark:
        yield mark, "its byte order mark says so"
    if known := _known(declared):
        yield known, "it declares so"
    if wide := _wide(data[:SAMPLE]):
        yield wide, ""
    yield "utf-8", ""


def _known(declared: str) -> str:
    try:
        name = codecs.lookup(declared).name if declared else ""
    except (LookupError, ValueError):
        return ""
    # browsers read Latin-1 as its superset, and a charset found by reading bytes as ASCII cannot be UTF-16
    name = "cp1252" if name in {"iso8859-1", "ascii"} else name
    text_codecs = name and codecs.lookup(name)._is_text_encoding  # noqa: SLF001 - the only way to tell `rot13` apart
    return name if text_codecs and not name.startswith(("utf-16", "utf-32")) else ""


def _wide(sample: bytes) -> str:
    """UTF-16 without a mark: zeros fill one half of the bytes of mostly Latin text."""
    high, low = sample[0::2], sample[1::2]
    order = "utf-16-be"
    if low.count(0) > high.count(0):
        high, low, order = low, high, "utf-16-le"
    if len(low) < 8 or high.count(0) < 0.4 * len(high) or len(CONTROL.findall(low)) > 0.02 * len(low):
        return ""
    return order


def _join(data: bytes, encoding: str, errors: str) -> str:
    return "".join(_pieces(data, encoding, errors))


def _pieces(data: bytes, encoding: str, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    pending: list[str] = []
    for start in range(0, len(data), PIECE):
        text = decoder.decode(data[start : start + PIECE])
        cut = text.rfind("\n") + 1
        if not cut:
            pending.append(text)
            continue
        yield normalise("".join([*pending, text[:cut]]))
        pending = [text[cut:]]
    pending.append(decoder.decode(b"", final=True))
    yield normalise("".join(pending))


def _repaired(data: bytes, wrong: str) -> Decoded | None:
    """UTF-8 with a few damaged bytes: far more of its multi-byte characters are right than wrong."""
    sample = data[:SAMPLE].decode("utf-8", "replace")
    bad = sample.count("\ufffd")
    good = sum(1 for character in sample if character > "\x7f") - bad
    if good < 10 * max(1, bad):
        return None
    text = _join(data, "utf-8", "replace")
    count = plural(text.count("\ufffd"), "unreadable place")
    return Decoded(text, "utf-8", f"encoding: {wrong}read as UTF-8 with {count} marked by U+FFFD")


def _guessed(data: bytes, wrong: str) -> Decoded:
    from charset_normalizer import from_bytes

    sample = data[:SAMPLE]
    best = from_bytes(sample[: sample.rfind(b"\n") + 1] or sample, cp_isolation=PLAUSIBLE).best()
    encoding = best.encoding if best is not None else "cp1252"
    if best is not None and sample.decode("cp1252", "replace") == str(best):
        encoding = "cp1252"  # several encodings give this text; the most common one is likeliest for the rest
    sure = f"{100 * (1 - best.chaos):.0f} % free of noise" if best is not None else "nothing fitted"
    text = _join(data, encoding, "replace")
    lost = text.count("\ufffd")
    damage = f", {plural(lost, 'unreadable place')} marked by U+FFFD" if lost else ""
    return Decoded(text, encoding, f"encoding: {wrong}guessed {encoding} ({sure}{damage}); save it as UTF-8 to be sure")
