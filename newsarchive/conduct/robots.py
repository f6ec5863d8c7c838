"""What a robots.txt means for us (RFC 9309): from the answer of a server to what may be fetched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from urllib.parse import urlsplit

from protego import Protego

from newsarchive.conduct.ai_agents import AI_AGENTS
from newsarchive.conduct.robots_lines import ANYONE, OURS, Group, RobotsFile, decode_robots, read_lines

Verdict = Literal["rules", "allow-all", "disallow-all"]

MAX_CRAWL_DELAY = 60.0
"""Seconds; a longer Crawl-delay counts as this."""

_EVERYTHING = frozenset({"Disallow: /", "Disallow: /*", "Disallow: *"})


@dataclass(frozen=True)
class Robots:
    """What one site (scheme, host and port) lets us fetch, and what it objects to.

    The lines are taken apart by `robots_lines`, the paths are compared by Protego. Where Protego goes beyond RFC 9309
    it is left to: `Allow: /a/index.html` allows `/a/` too (so does Google), and a `$` at the end of a rule stands for
    itself as well as for the end.
    """

    verdict: Verdict
    reason: str | None = None
    """A kebab-case word: why, where the verdict is not `rules`."""
    body: str = ""
    """The text as it was read: at most 500 KiB."""
    crawl_delay: float | None = None
    """Seconds between requests that the site asks for, at most the cap."""
    sitemaps: tuple[str, ...] = ()
    """Absolute URLs of the `Sitemap` lines."""
    notes: tuple[str, ...] = ()
    """What was odd, as `code: detail`."""
    file: RobotsFile | None = None

    def allows(self, url: str) -> bool:
        """Whether we may fetch an absolute URL. What is no URL may not be fetched.

        Slashes of a query are compared in both spellings, and each has to be allowed: by the table of RFC 9309 §2.2.2
        `?to=/a` and `?to=%2Fa` are the same.
        """
        if self.verdict != "rules":
            return self.verdict == "allow-all"
        rules = self._own_rules
        if rules is None:
            return True
        try:
            return all(rules.can_fetch(spelling, OURS) for spelling in _spellings(url))
        except ValueError:
            return False

    def optouts_for(self, url: str) -> tuple[str, ...]:
        """The site's objections in robots.txt that cover a URL.

        `robots-ai:training` and `robots-ai:answers`: a group that names a crawler of that purpose (AI_AGENTS) forbids
        it. `content-signal:ai-train=no`, `content-usage:train-ai=n`: as written. Each once.
        """
        found: dict[str, None] = {}
        for word, rules in self._objections:
            if word not in found and (rules is None or _forbids(rules, url)):
                found[word] = None
        return tuple(found)

    @property
    def optouts(self) -> tuple[str, ...]:
        """All objections of the file: `robots-ai:GPTBot` (for the whole site), `robots-ai:CCBot:part`, and signals."""
        if self.file is None:
            return ()
        found = []
        for token, agent in AI_AGENTS.items():
            group = self.file.groups.get(token)
            if group is not None and _is_forbidding(group):
                found.append(f"robots-ai:{agent.token}" + ("" if _is_closed(group) else ":part"))
        return tuple(dict.fromkeys([*found, *(word for _, word in self._signals)]))

    @cached_property
    def _own_rules(self) -> Protego | None:
        group = _group_for_us(self.file)
        return _protego(group.rules) if group is not None and group.rules else None

    @cached_property
    def _objections(self) -> tuple[tuple[str, Protego | None], ...]:
        """Words with the rules that must forbid a URL for the word to hold; None: it holds everywhere."""
        if self.file is None:
            return ()
        found: dict[tuple[str, tuple[str, ...]], Protego | None] = {}
        for token, agent in AI_AGENTS.items():
            group = self.file.groups.get(token)
            if group is None or not _is_forbidding(group):
                continue
            word = f"robots-ai:{agent.purpose}"
            rules = () if _is_closed(group) else tuple(group.rules)
            if (word, rules) not in found:
                found[word, rules] = _protego(rules) if rules else None
        for path, word in self._signals:
            rules = (f"Disallow: {path}",) if path else ()
            found[word, rules] = _protego(rules) if rules else None
        # what holds everywhere first: the rest need not be asked then
        return tuple((word, rules) for (word, _), rules in sorted(found.items(), key=lambda item: item[1] is not None))

    @property
    def _signals(self) -> list[tuple[str, str]]:
        group = _group_for_us(self.file)
        return group.signals if group is not None else []


def read_robots(
    status: int | None, body: bytes, *, url: str = "", wall: str | None = None, max_delay: float = MAX_CRAWL_DELAY
) -> Robots:
    """What an answer to a request for robots.txt means. Never raises.

    `status` is that of the last answer, redirects followed; None: there was none (timeout, refused, no such host).
    `url` is where it came from; `wall` says that a page came instead which keeps crawlers out.

    200-299: its rules. 400-499: there is none, all is allowed (RFC 9309 §2.3.1.3), but not 429: a server that says "too
    many requests" says nothing of its robots.txt, and to go on at full speed would be the opposite of what it asks for.
    All else is unreachable, and all is forbidden until it answers (§2.3.1.4: "the crawler MUST assume complete
    disallow"), also where a redirect leads nowhere, and where a wall stands in front of it.
    """
    if wall is not None:
        return Robots("disallow-all", wall)
    if status is None:
        return Robots("disallow-all", "no-answer")
    if 400 <= status < 500 and status != 429:
        return Robots("allow-all", f"http-{status}")
    if not 200 <= status < 300:
        return Robots("disallow-all", f"http-{status}")
    text = decode_robots(body)
    file = read_lines(text, url)
    group = _group_for_us(file)
    wanted = group.crawl_delay if group is not None else None
    notes = []
    if wanted is not None and wanted > max_delay:
        notes.append(f"crawl-delay-capped: {wanted:g} s are asked for, {max_delay:g} s are kept")
    if text.lstrip()[:1] == "<":
        notes.append("robots-is-html: a page came instead of a robots.txt")
    return Robots(
        "rules",
        body=text,
        crawl_delay=None if wanted is None else min(wanted, max_delay),
        sitemaps=file.sitemaps,
        notes=tuple(notes),
        file=file,
    )


def _group_for_us(file: RobotsFile | None) -> Group | None:
    """The group that names us, and only where there is none the one for anyone (RFC 9309 §2.2.1)."""
    return None if file is None else file.groups.get(OURS) or file.groups.get(ANYONE)


def _protego(rules: Iterable[str]) -> Protego:
    return Protego.parse("\n".join(("User-agent: *", *dict.fromkeys(rules))))


def _is_forbidding(group: Group) -> bool:
    return any(rule.startswith("Disallow") for rule in group.rules)


def _is_closed(group: Group) -> bool:
    """Whether everything is forbidden, without exception."""
    return not _EVERYTHING.isdisjoint(group.rules) and not any(rule.startswith("Allow") for rule in group.rules)


def _forbids(rules: Protego, url: str) -> bool:
    try:
        return not rules.can_fetch(url, OURS)
    except ValueError:
        return False


def _spellings(url: str) -> tuple[str, ...]:
    if "?" not in url:
        return (url,)
    query = urlsplit(url).query
    if "/" not in query and "%2f" not in query.lower():
        return (url,)
    head = url.partition("?")[0]
    plain = query.replace("%2F", "/").replace("%2f", "/")
    return (url, f"{head}?{plain}", f"{head}?{plain.replace('/', '%2F')}")
