r"""Files become documents: text, normalised once, with exact offsets of pages and headings.

In: paths. Out: `records.Document` and, for a folder, one `records.SourceNote` per file, so that nothing is dropped in
silence. `FORMATS` maps a suffix to the private module that reads it; each has one function, `extract(source)`, which
returns an `Extracted`. Text is data: nothing in it is interpreted, no external entity is followed, nothing is fetched.

The law: `document.text[h.start:h.end] == h.text` for every heading, pages lie in order inside the text, and the text
is in normal form (newlines are `\n`, NFC, no control characters). The heavy readers (lxml, pypdfium2, python-docx)
are imported when the first file of their format is read.
"""

from benchwright.documents._folder import Collection, read_folder
from benchwright.documents._reading import FORMATS, Format, read
from benchwright.documents._source import Limits

__all__ = ["FORMATS", "Collection", "Format", "Limits", "read", "read_folder"]
