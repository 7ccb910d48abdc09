"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

import io
import zipfile

REFUSED = (
    (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old or password-protected Office file; save it as .docx without a password",
    ),
    (b"{\\rtf", "a rich text (RTF) file; save it as .docx"),
    (b"\x89PNG\r\n\x1a\n", "a PNG image; run OCR over it and give the text"),
    (b"\xff\xd8\xff", "a JPEG image; run OCR over it and give the text"),
    (b"GIF8", "a GIF image; run OCR over it and give the text"),
    (b"II*\x00", "a TIFF image; run OCR over it and give the text"),
    (b"MM\x00*", "a TIFF image; run OCR over it and give the text"),
    (b"\x1f\x8b", "a gzip archive; unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive; unpack it first"),
    (b"\x7fELF", "a program; give a document"),
)
PARTS = (  # a part that only this kind of container has
    ("word/document.xml", "docx"),
    ("META-INF/container.xml", "epub"),
    ("xl/workbook.xml", "a spreadsheet; save the sheet as text or .docx"),
    ("ppt/presentation.xml", "a slide deck; save it as PDF"),
    ("content.xml", "an OpenDocument file; save it as .docx"),
)


def sniff(data: bytes) -> tuple[str, str]:
    """(format, reason against): the format that the bytes prove (`pdf`, `docx`, `epub`), or why they are refused.

    Both are empty where the bytes may be text.
    """
    if data.startswith(b"%PDF-"):
        return "pdf", ""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container(data)
    return "", next((f"it is {what}" for magic, what in REFUSED if data.startswith(magic)), "")


def _container(data: bytes) -> tuple[str, str]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return "", "its zip container is cut off or damaged; fetch the file again"
    found = next((what for part, what in PARTS if part in names), "a zip archive; unpack it first")
    return (found, "") if found in {"docx", "epub"} else ("", f"it is {found}")
