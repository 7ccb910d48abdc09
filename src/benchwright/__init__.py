"""Benchmarks for language models that stay hard and can be trusted."""

__version__ = "0.1.0"
