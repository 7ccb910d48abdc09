"""What the tests of documents share."""

import pytest

from benchwright.documents import read


@pytest.fixture
def read_bytes(tmp_path):
    """Write bytes (or text, as UTF-8) under a name and read the file."""

    def read_it(name, data, **options):
        path = tmp_path / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return read(path, **options)

    return read_it
