"""The options by which a command is told which part of an archive it is about."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, TypeVar

import click

from newsarchive.errors import ConfigError
from newsarchive.registry import load_registry
from newsarchive.store import Archive
from newsarchive.store.lookup import find_article
from newsarchive.store.selection import Selection

_Command = TypeVar("_Command", bound=Callable[..., Any])


class Moment(click.ParamType[date]):
    """A day, or an instant with its offset."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """A `date` for a bare day, else an aware `datetime`."""
        if isinstance(value, date):
            return value
        text = str(value)
        try:
            if len(text) == len("2026-02-01"):
                return date.fromisoformat(text)
            moment = datetime.fromisoformat(text)
        except ValueError:
            self.fail(f"{text!r} is neither a day (2026-02-01) nor a moment (2026-02-01T13:00+07:00)", param, ctx)
        if moment.tzinfo is None:
            self.fail(f"{text!r} needs its offset, such as +07:00 for WIB", param, ctx)
        return moment


class Status(click.ParamType[int]):
    """An HTTP status, `404`, or a class of them, `4xx`, which becomes its first digit."""

    name = "status"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number as `Selection.statuses` takes it."""
        if isinstance(value, int):
            return value
        found = re.fullmatch(r"([1-9])(?:xx|(\d\d))", str(value).strip().lower(), re.ASCII)
        if found is None:
            self.fail(f"{value!r} is no HTTP status such as 404 or 4xx", param, ctx)
        return int(found[1] + (found[2] or ""))


@dataclass(frozen=True, slots=True)
class Asked:
    """The options as given; `selection()` finds out what their names mean in an archive."""

    outlets: tuple[str, ...]
    networks: tuple[str, ...]
    provinces: tuple[str, ...]
    since: date | None
    until: date | None
    urls: tuple[str, ...]
    articles: tuple[str, ...]
    kinds: tuple[str, ...]
    statuses: tuple[int, ...]
    without_optouts: bool

    def selection(self, archive: Archive) -> Selection:
        """What is meant. Raises UnknownOutlet, or ConfigError for a network, province or article that is not there."""
        return Selection(
            outlets=tuple(dict.fromkeys(known_outlet(archive, name) for name in self.outlets)),
            networks=tuple(_known_network(archive, name) for name in self.networks),
            provinces=tuple(load_registry().province(name).code for name in self.provinces),
            since=self.since,
            until=self.until,
            urls=self.urls,
            articles=tuple(_key(archive, ref) for ref in self.articles),
            kinds=self.kinds,
            statuses=self.statuses,
            without_optouts=self.without_optouts,
        )


def selecting(*, times: str = "Fetched", day: str = "of UTC") -> Callable[[_Command], _Command]:
    """Gives a command the options of a selection; it gets them as one argument, `asked`.

    `times` is what --since and --until speak of: `Fetched` or `Published`; `day` says whose days are meant.
    """
    bounds = f"on this day ({day}) or at this moment, or"
    given = (
        click.option("--outlet", "outlets", multiple=True, metavar="NAME", help="Only this outlet (repeatable)."),
        click.option("--network", "networks", multiple=True, metavar="NAME", help="Only outlets of this network."),
        click.option("--province", "provinces", multiple=True, metavar="NAME", help="Only outlets of this province."),
        click.option("--since", type=Moment(), metavar="WHEN", help=f"{times} {bounds} later."),
        click.option("--until", type=Moment(), metavar="WHEN", help=f"{times} {bounds} earlier."),
        click.option(
            "--url",
            "urls",
            multiple=True,
            metavar="URL",
            help="Only this URL; https://host/path* for all that begin so.",
        ),
        click.option(
            "--article", "articles", multiple=True, metavar="REF", help="Only this article: its key, number or URL."
        ),
        click.option(
            "--kind", "kinds", multiple=True, metavar="KIND", help="Only this kind: article, index, feed, robots, ..."
        ),
        click.option(
            "--status",
            "statuses",
            multiple=True,
            type=Status(),
            metavar="CODE",
            help="Only this HTTP status: 404, 4xx.",
        ),
        click.option(
            "--without-optouts", is_flag=True, help="Leave out what came with an objection to mining or training."
        ),
    )

    def decorate(command: _Command) -> _Command:
        @functools.wraps(command)
        def called(*args: Any, **values: Any) -> Any:
            asked = Asked(**{field.name: _encodable(values.pop(field.name)) for field in fields(Asked)})
            return command(*args, asked=asked, **values)

        wrapped: Any = called
        for option in reversed(given):
            wrapped = option(wrapped)
        found: _Command = wrapped
        return found

    return decorate


def _encodable(value: Any) -> Any:
    """Bytes of a command line that are no UTF-8 arrive as lone surrogates, which SQLite does not take."""
    return (
        tuple(map(_encodable, value))
        if isinstance(value, tuple)
        else (value.encode("utf-8", "replace").decode() if isinstance(value, str) else value)
    )


def known_outlet(archive: Archive, name: str) -> str:
    """The slug of the outlet meant: one of the registry, or one that only the archive knows, as that of a demo.

    Raises UnknownOutlet.
    """
    row = archive.connection.execute("SELECT slug FROM outlets WHERE slug = ?1 OR domain = ?1", (name,)).fetchone()
    if row is not None:
        return str(row[0])
    return load_registry().get(name).slug


def _known_network(archive: Archive, name: str) -> str:
    sql = "SELECT 1 FROM outlets WHERE network = ?1 UNION ALL SELECT 1 FROM articles WHERE network = ?1 LIMIT 1"
    if archive.connection.execute(sql, (name,)).fetchone() is None:
        raise ConfigError(f"no outlet of this archive is of a network {name!r}")
    return name


def _key(archive: Archive, ref: str) -> str:
    found = find_article(archive.connection, ref)
    if found is None:
        raise ConfigError(f"there is no article {ref!r} in this archive")
    (key,) = archive.connection.execute("SELECT key FROM articles WHERE id = ?", (found,)).fetchone()
    return str(key)
