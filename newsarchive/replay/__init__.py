"""Extracts again from kept bytes with today's parsers: says what would change, and changes it when asked to."""

from newsarchive.replay.outcome import Outcome
from newsarchive.replay.run import Order, TooHarmful, apply, look

__all__ = ["Order", "Outcome", "TooHarmful", "apply", "look"]
