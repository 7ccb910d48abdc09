from decimal import localcontext

import pytest


@pytest.fixture(autouse=True)
def _own_decimals():
    """Data sets set the precision of decimals for whoever comes after; tests that call them directly undo it."""
    with localcontext():
        yield
