"""Planning over a causal graph."""
