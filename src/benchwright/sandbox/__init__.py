"""Running model-written programs safely and fast."""
