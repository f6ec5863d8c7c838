"""Bringing kept captures into an archive: from folders of pages, from WARC files, from the packs of an archive."""

from newsarchive.importing.pages import Imported, import_into

__all__ = ["Imported", "import_into"]
