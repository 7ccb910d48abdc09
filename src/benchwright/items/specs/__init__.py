"""The maker `spec`: problems that a specification's code samples, solves and judges."""
