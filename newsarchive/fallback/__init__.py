"""Pages of no known template: what they say of themselves in structured data, and where their text stands."""

from newsarchive.fallback.page import read_fallback
from newsarchive.fallback.result import Fallback

__all__ = ["Fallback", "read_fallback"]
