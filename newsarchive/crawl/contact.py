"""The operator's contact address, which every live request carries: given once, kept in the archive's config.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from newsarchive.errors import ConfigError
from newsarchive.version import __version__

CONFIG_NAME = "config.toml"

_MAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
_PAGE = re.compile(r"https?://[A-Za-z0-9./_~%-]{4,200}")


def contact_of(archive: Path, given: str | None) -> str:
    """The contact address: `given`, else what an earlier crawl stored in `archive`. ConfigError if there is none.

    It is a mail address or the address of a web page, as it goes into HTTP headers.
    """
    contact = given or _stored(archive / CONFIG_NAME)
    if not contact:
        raise ConfigError(
            "a live crawl needs your contact address, which outlets see in every request: "
            "give it once with --contact you@example.org, or set NEWSARCHIVE_CONTACT"
        )
    contact = contact.strip()
    if not (_MAIL.fullmatch(contact) or _PAGE.fullmatch(contact)):
        raise ConfigError(f"the contact address {contact!r} is neither a mail address nor the URL of a web page")
    return contact


def remember_contact(archive: Path, contact: str) -> None:
    """Write the contact address into the archive's config.toml, leaving its other lines alone."""
    path = archive / CONFIG_NAME
    if _stored(path) == contact:
        return
    archive.mkdir(parents=True, exist_ok=True)
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    lines = [line for line in lines if not re.match(r"\s*contact\s*=", line)]
    text = "\n".join([f'contact = "{contact}"', *lines]) + "\n"
    tomllib.loads(text)
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def user_agent(contact: str) -> str:
    """The honest User-Agent: product, version and where to complain."""
    where = contact if contact.startswith("http") else f"mailto:{contact}"
    return f"newsarchive/{__version__} (+{where})"


def is_mail(contact: str) -> bool:
    """Whether a contact address can stand in the `From` header (RFC 9110 §10.1.2)."""
    return "@" in contact


def _stored(path: Path) -> str | None:
    try:
        value = tomllib.loads(path.read_text(encoding="utf-8")).get("contact")
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ConfigError(f"{path} cannot be read: {error}") from None
    if value is not None and not isinstance(value, str):
        raise ConfigError(f"{path}: contact must be a text")
    return value
