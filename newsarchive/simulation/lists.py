"""Lists for machines at the simulated outlets: feeds, sitemaps, and WordPress's list of posts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape

from newsarchive.simulation.outlets import SimOutlet
from newsarchive.simulation.stories import SimStory, text_of

FEED_LENGTH = 20
"""The newest stories in a feed."""


def feed(outlet: SimOutlet, stories: Sequence[SimStory], at: datetime) -> str:
    """RSS 2.0."""
    items = "".join(
        f"<item><title>{escape(text_of(s, s.edition(at)).title)}</title><link>{escape(s.url)}</link>"
        f"<guid isPermaLink='true'>{escape(s.url)}</guid><pubDate>{format_datetime(s.published_at)}</pubDate></item>\n"
        for s in stories
    )
    head = f"<title>{escape(outlet.name)}</title><link>http://{outlet.host}/</link><language>id</language>"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<rss version='2.0'><channel>{head}\n{items}</channel></rss>\n"


def sitemap(stories: Sequence[SimStory], at: datetime) -> str:
    """A `urlset` with the time of the last change of each."""
    rows = "".join(
        f"<url><loc>{escape(s.url)}</loc><lastmod>{s.since(s.edition(at)).isoformat()}</lastmod></url>\n"
        for s in stories
    )
    namespace = "http://www.sitemaps.org/schemas/sitemap/0.9"
    return f"<?xml version='1.0' encoding='UTF-8'?>\n<urlset xmlns='{namespace}'>\n{rows}</urlset>\n"


def rest(stories: Sequence[SimStory], at: datetime) -> str:
    """Posts as `wp/v2/posts` lists them, without their texts."""
    return json.dumps(
        [
            {
                "id": s.number,
                "date": s.published_at.strftime("%Y-%m-%dT%H:%M:%S"),
                "date_gmt": s.published_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
                "slug": s.path.rstrip("/").rpartition("/")[2],
                "link": s.url,
                "type": "post",
                "status": "publish",
                "title": {"rendered": text_of(s, s.edition(at)).title},
            }
            for s in stories
        ]
    )
