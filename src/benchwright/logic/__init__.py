"""A small typed Datalog with provenance: answers with proofs and probabilities."""
