"""Makes every outlet of the registry a Scrapy spider: `scrapy list`, `scrapy crawl radartegal`."""

from __future__ import annotations

import builtins
from pathlib import Path

from scrapy import Request, Spider
from scrapy.settings import BaseSettings

from newsarchive.errors import UnknownOutlet
from newsarchive.registry import Registry, load_registry
from spiders.outlet import spider_for


class RegistrySpiderLoader:
    """One spider a row of the registry, named by its slug; short names and domains are found too."""

    def __init__(self, registry: Registry) -> None:
        self.registry = registry

    @classmethod
    def from_settings(cls, settings: BaseSettings) -> RegistrySpiderLoader:
        """Read the registry that the settings name."""
        return cls(registry_of(settings))

    def load(self, spider_name: str) -> type[Spider]:
        """The spider of an outlet. Raises KeyError, as Scrapy asks, with names spelt alike."""
        try:
            return spider_for(self.registry.get(spider_name))
        except UnknownOutlet as error:
            raise KeyError(str(error)) from None

    def list(self) -> builtins.list[str]:
        """Slugs of all outlets."""
        return [outlet.slug for outlet in self.registry.outlets]

    def find_by_request(self, request: Request) -> builtins.list[str]:
        """The outlet that owns the URL of a request."""
        outlet = self.registry.by_url(request.url)
        return [] if outlet is None else [outlet.slug]


def registry_of(settings: BaseSettings) -> Registry:
    """The registry in the folder that NEWSARCHIVE_OUTLETS_DIR names, by default the project's own."""
    folder = settings.get("NEWSARCHIVE_OUTLETS_DIR")
    return load_registry(Path(folder) if folder else None)
