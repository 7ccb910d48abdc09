"""Write a short text under constraints: see plan.json."""
