"""Choosing exact counts: over kinds, over documents, and over the quarters of each document, as evenly as they allow."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

K = TypeVar("K", bound=str | int)
T = TypeVar("T")


def spread(count: int, room: Mapping[K, int]) -> dict[K, int]:
    """`count` dealt one by one to whoever holds least and has room; fewer where all room is taken.

    Ties go to the earlier key, so that the result depends on nothing but its arguments.
    """
    dealt = dict.fromkeys(room, 0)
    open_keys = [key for key in room if room[key] > 0]
    while count > 0 and open_keys:
        step = max(1, min(count // len(open_keys), min(room[key] - dealt[key] for key in open_keys)))
        for key in open_keys[: count // step if step > 1 else count]:
            dealt[key] += step
            count -= step
        open_keys = [key for key in open_keys if dealt[key] < room[key]]
    return dealt


def pick(count: int, groups: Sequence[Sequence[T]], stream: random.Random) -> list[T]:
    """`count` from groups in turn, within a group at random; the groups' order is random too."""
    queues = [stream.sample(list(group), len(group)) for group in groups if group]
    stream.shuffle(queues)
    shares = spread(count, {at: len(queue) for at, queue in enumerate(queues)})
    return [one for at, queue in enumerate(queues) for one in queue[: shares[at]]]
