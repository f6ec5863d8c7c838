"""Bringing kept captures into an archive: from folders of pages, from WARC files, from the packs of an archive."""

from newsarchive.importing.intake import Wanted
from newsarchive.importing.outcome import WarcImported
from newsarchive.importing.pages import Imported, import_into
from newsarchive.importing.warc import import_warc

__all__ = ["Imported", "Wanted", "WarcImported", "import_into", "import_warc"]
