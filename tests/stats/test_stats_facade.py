import subprocess
import sys

import pytest

from benchwright import stats


def test_every_name_resolves_and_they_are_sorted():
    assert stats.__all__ == sorted(stats.__all__)
    assert set(stats.__all__) == set(stats._HOME) == set(dir(stats))
    for name in stats.__all__:
        assert getattr(stats, name) is not None


def test_an_unknown_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'headlin'"):
        _ = stats.headlin


def test_importing_loads_neither_numpy_nor_scipy():
    code = "import sys, benchwright.stats; print([m for m in ('numpy', 'scipy') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
