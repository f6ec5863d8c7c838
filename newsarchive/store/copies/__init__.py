"""Copies: which articles tell the same text, or contain it, found as they arrive and proved by their words."""
