"""What a run may take: articles, seconds, and how much of the disk it must leave free."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import dataclass, field
from pathlib import Path

from scrapy.settings import BaseSettings

from newsarchive.errors import DiskFull


@dataclass(slots=True)
class Limits:
    """0 stands for no limit. Seconds are of the event loop's clock."""

    folder: Path
    articles: int = 0
    seconds: float = 0.0
    disk_min_free: int = 0
    """Bytes."""
    _began_at: float = field(default=0.0, init=False)

    @classmethod
    def of(cls, settings: BaseSettings, folder: Path) -> Limits:
        """As NEWSARCHIVE_LIMIT, NEWSARCHIVE_TIME_LIMIT and NEWSARCHIVE_DISK_MIN_FREE say."""
        return cls(
            folder,
            settings.getint("NEWSARCHIVE_LIMIT"),
            settings.getfloat("NEWSARCHIVE_TIME_LIMIT"),
            settings.getint("NEWSARCHIVE_DISK_MIN_FREE"),
        )

    def begin(self) -> None:
        """The run begins; called in the running loop."""
        self._began_at = asyncio.get_running_loop().time()

    def check_disk(self) -> None:
        """Raises DiskFull before anything is opened, if too little is free already."""
        free = self._free()
        if free < self.disk_min_free:
            raise DiskFull(
                str(self.folder), f"{free:,} bytes are free on its disk, and {self.disk_min_free:,} are to stay free"
            )

    def reached(self) -> str | None:
        """The limit that is reached, `time-limit` or `disk`; None while there is room."""
        if self.seconds and asyncio.get_running_loop().time() - self._began_at >= self.seconds:
            return "time-limit"
        if self.disk_min_free and self._free() < self.disk_min_free:
            return "disk"
        return None

    def is_enough(self, articles: int) -> bool:
        """Whether so many articles are all that was asked for."""
        return bool(self.articles) and articles >= self.articles

    def _free(self) -> int:
        place = self.folder.absolute()
        while not place.exists():
            place = place.parent
        return shutil.disk_usage(place).free
