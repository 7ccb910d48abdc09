"""A zip container opened with a guard: sizes are checked before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from benchwright.documents._source import Source


class Archive:
    """The parts of a zip container."""

    def __init__(self, source: Source) -> None:
        """Check the directory of the container.

        Raises:
            DocumentError: damaged, encrypted, or larger than the limits allow.
        """
        self._source = source
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise source.error("its zip container is cut off or damaged; fetch the file again") from error
        members = self._zip.infolist()
        limits = source.limits
        if len(members) > limits.members:
            raise source.error(f"it has {len(members):,} parts; at most {limits.members:,} are read (Limits.members)")
        total = sum(member.file_size for member in members)
        if total > limits.unpacked_bytes:
            raise source.error(
                f"it unpacks to {total:,} bytes; at most {limits.unpacked_bytes:,} are read (Limits.unpacked_bytes)"
            )
        large = next((m for m in members if m.file_size > limits.markup_bytes and is_markup(m.filename)), None)
        if large is not None:
            raise source.error(
                f"its part {large.filename!r} has {large.file_size:,} bytes; "
                f"at most {limits.markup_bytes:,} are read (Limits.markup_bytes)"
            )

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, or None where there is none. `zipfile` never unpacks more than was declared.

        Raises:
            DocumentError: the part is damaged or encrypted.
        """
        try:
            return self._zip.read(name)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
            raise self._source.error(f"its part {name!r} is damaged or encrypted; fetch the file again") from error


def is_markup(name: str) -> bool:
    """Whether a part of a container is parsed as a tree."""
    return name.lower().endswith((".xml", ".xhtml", ".html", ".htm", ".opf", ".rels"))
