"""An answer of WordPress's REST interface, a list of posts, taken apart: each post as the page that it is of.

`/wp-json/wp/v2/posts?per_page=100` gives up to 100 posts in one answer (WordPress REST API Handbook, 'Posts' and
'Pagination'). Each is read by the layout `wordpress/rest-post` like any page, once it stands alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from newsarchive.models import Page
from newsarchive.text.urls import bare_host, host_of


@dataclass(frozen=True, slots=True)
class RestPosts:
    """The posts of one answer, in its order."""

    pages: tuple[Page, ...]
    """Each with the post's own address as `url` and the post alone, as JSON, as `body`; the time of fetching and the
    status are those of the answer."""
    warnings: tuple[str, ...] = ()
    """What could not be made a page, each `code: detail`."""


def split_posts(answer: Page) -> RestPosts:
    """The posts in `answer`; none, with a warning, where it is no such answer. Never raises.

    One post by itself (`/posts/123`) is a list of one. A post whose address is on another site than the answer is not
    believed: a site must not put words into another one's archive.
    """
    try:
        data = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        return RestPosts((), (f"rest-unreadable: {answer.url} is no JSON ({type(error).__name__})",))
    if isinstance(data, Mapping) and "code" in data and "link" not in data:
        return RestPosts((), (f"rest-error: {answer.url} answers {str(data['code'])[:80]!r}",))
    members = data if isinstance(data, list) else [data]
    pages, warnings = [], []
    for number, post in enumerate(members, 1):
        why = _doubt(post, answer)
        if why:
            warnings.append(f"rest-no-post: number {number} of {answer.url} {why}")
        else:
            body = json.dumps(post).encode("ascii")
            headers = (("content-type", "application/json"),)
            pages.append(Page(post["link"], body, answer.fetched_at, answer.status, headers))
    return RestPosts(tuple(pages), tuple(warnings))


def _doubt(post: Any, answer: Page) -> str | None:
    """Why a member of the list is no post that can be kept under its own address; None if it is one."""
    if not isinstance(post, Mapping):
        return "is no object"
    link, content = post.get("link"), post.get("content")
    if not isinstance(link, str) or not link.startswith(("http://", "https://")):
        return "has no address"
    if not isinstance(content, Mapping) or not isinstance(content.get("rendered"), str):
        return "has no text"
    if _site(link) != _site(answer.url):
        return f"is of another site: {link[:200]}"
    return None


def _site(url: str) -> str:
    return bare_host(host_of(url))
