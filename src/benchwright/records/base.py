"""What every record is: frozen, typed, and known by a hash of its content."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from pydantic import BaseModel, ConfigDict


def canonical(value: Any) -> str:  # Any: whatever JSON can hold
    """JSON with sorted keys and no spaces: one text for one value."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest(value: Any, length: int = 16) -> str:  # Any: whatever JSON can hold
    """The first `length` hex digits of the SHA-256 of the canonical JSON of `value`."""
    return hashlib.sha256(canonical(value).encode("utf-8", "surrogatepass")).hexdigest()[:length]


class Record(BaseModel):
    """Base of what is written to disk."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="null")

    def line(self) -> str:
        """The record as one line of canonical JSON (the form in which files hold it)."""
        return canonical(self.model_dump(mode="json"))
