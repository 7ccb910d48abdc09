"""Questions about real documents, drafted by deterministic rules and passed through gates."""
