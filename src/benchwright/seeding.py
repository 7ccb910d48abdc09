"""Random streams that depend on what they are for, and on nothing else.

`rng("worlds", config_digest, seed, split, index)` hashes its parts, so that two items, two splits or two seeds never
share a stream. (`seed + index`, the usual way, makes item i of seed s equal item i-1 of seed s+1.)
"""

from __future__ import annotations

import hashlib
import json
import random

Part = str | int | float | bool | None


def seed_of(*parts: Part) -> int:
    """A 128-bit seed from the parts; parts of different types or grouping give different seeds."""
    text = json.dumps([[type(part).__name__, part] for part in parts], ensure_ascii=True)
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")


def rng(*parts: Part) -> random.Random:
    """An independent random stream for the parts."""
    return random.Random(seed_of(*parts))
