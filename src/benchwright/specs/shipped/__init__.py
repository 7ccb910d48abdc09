"""Specifications that come with the package: each a plan with its code, rebuilt without any model."""
