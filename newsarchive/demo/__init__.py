"""A made-up world of Disway-shaped outlets, served on loopback, that knows the truth about every article."""

from newsarchive.demo.pages import render_pages
from newsarchive.demo.world import World

__all__ = ["World", "render_pages"]
