"""Calendar scheduling: the plan and the code of a shipped benchmark."""
