"""A small benchmark that every flow test may read."""

import pytest

from benchwright.pipeline import make
from benchwright.pipeline.making import settings_from


@pytest.fixture(scope="session")
def bench(tmp_path_factory):
    """Thirty items over five small worlds."""
    out = tmp_path_factory.mktemp("flow") / "bench"
    families = ["fact", "counting", "order", "two_hop", "absent"]
    settings = {"count": 30, "worlds": 5, "tokens": 1500, "families": families}
    return make("worlds", settings_from("worlds", settings), out).benchmark
