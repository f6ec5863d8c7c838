"""Fetching: when a service may be asked, by which rules, over which connection, and what came of it as it came."""
