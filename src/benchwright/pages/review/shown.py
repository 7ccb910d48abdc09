"""Text that came from elsewhere, for a terminal: signs that act on it, or that hide, stand as their code.

The page does the same for itself (`visible` in assets/base.js).
"""

from __future__ import annotations

import re

_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def one_line(text: str) -> str:
    """The text on one line, with `⟨U+202E⟩` where a sign cannot be seen or would turn the line around."""
    return _UNSEEN.sub(lambda sign: f"⟨U+{ord(sign[0]):04X}⟩", " ".join(text.split()))
