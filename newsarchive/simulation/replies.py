"""The replies of the simulated servers, as bytes with headers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC
from email.utils import format_datetime

from newsarchive.demo.wire import Reply, redirect
from newsarchive.simulation.outlets import SimOutlet
from newsarchive.simulation.stories import SimStory
from newsarchive.simulation.walls import NOT_FOUND_TEXT


def validators(story: SimStory, edition: int) -> tuple[tuple[str, str], ...]:
    """The headers by which a later request can ask whether an edition is still the one served."""
    match story.outlet.validators:
        case "etag":
            return (("ETag", f'"{story.number}-{edition}"'),)
        case "modified":
            return (("Last-Modified", format_datetime(story.since(edition).astimezone(UTC), usegmt=True)),)
        case _:
            return ()


def removed(story: SimStory) -> Reply:
    """What is served where a story was withdrawn."""
    match story.removal:
        case "410":
            return html_reply("<h1>Halaman ini sudah dihapus</h1>", status=410, reason="Gone")
        case "home":
            return redirect(f"http://{story.outlet.host}/", status=302)
        case "text":
            return html_reply(NOT_FOUND_TEXT)
        case _:
            return not_found()


def robots_txt(outlet: SimOutlet) -> str:
    """The rules of an outlet."""
    delay = f"Crawl-delay: {outlet.crawl_delay:g}\n" if outlet.crawl_delay else ""
    return f"User-agent: *\nDisallow: /wp-admin/\n{delay}"


def not_found() -> Reply:
    """Nothing has this address."""
    return html_reply("<h1>Halaman tidak ditemukan</h1>", status=404, reason="Not Found")


def error(status: int, reason: str, *headers: tuple[str, str]) -> Reply:
    """An error page with further headers."""
    reply = html_reply(f"<h1>{status} {reason}</h1>", status=status, reason=reason)
    return replace(reply, headers=(*reply.headers, *headers))


def html_reply(text: str, *, status: int = 200, reason: str = "OK") -> Reply:
    """A page."""
    return Reply(status, reason, (("Content-Type", "text/html; charset=UTF-8"),), text.encode())


def plain_reply(text: str, content_type: str) -> Reply:
    """Any other body of text."""
    return Reply(200, "OK", (("Content-Type", content_type),), text.encode())
