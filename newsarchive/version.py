"""The version of the program: what runs, readings and requests are signed with."""

__version__ = "0.1.0"
"""Also in pyproject.toml and CHANGELOG.md."""
