"""The values that pass between the rooms of the house: frozen, typed, and free of any import of ours.

Conventions that hold for every type here: `*_at` is an aware `datetime` (any offset, compared as an instant), `*_on` a
`date`, `*_url` an absolute URL as text, `*_hash` lower-case hexadecimal. Sizes are bytes unless the name says
otherwise, collections are tuples in the order of the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Zone = Literal["WIB", "WITA", "WIT"]
"""Indonesia's three time zones: UTC+07:00, UTC+08:00 and UTC+09:00, without daylight saving."""

ArticleKind = Literal["article", "photo", "video", "live", "index", "blocked", "other"]
"""What a page turned out to be."""

STORED_KINDS: frozenset[ArticleKind] = frozenset({"article", "photo", "video", "live"})
"""Pages of these kinds become rows of articles if they hold text or pictures; the others are failures, or listings."""

OutletStatus = Literal["active", "quarantined", "dormant", "gone", "imported"]
"""active: crawled; quarantined: blocked or broken; dormant: no news for long; gone: the site no longer exists;
imported: made of the host of pages that were imported, and in no outlet file."""

Confidence = Literal["high", "medium", "low"]
"""high: domain seen and region stated or implied; medium: region own knowledge; low: domain not seen."""


@dataclass(frozen=True, slots=True)
class Outlet:
    """One news site: a row of `data/outlets/<file>.toml`, with nothing in it that speaks of HTML."""

    slug: str
    """Kebab-case, stable for ever: it is a key in published data sets."""
    name: str
    domain: str
    """The host of its pages, lower-case, without scheme or port; an outlet that is only a part of a site has the
    beginning of its paths too: `www.detik.com/jateng`."""
    network: str
    """Slug of the network whose template it uses: the name of a module in `newsarchive.networks`.

    `auto` where nobody has looked yet: each page says by its own marks which template it is of.
    """
    province: str | None = None
    """ISO 3166-2:ID code, e.g. `ID-JT`."""
    regency: str | None = None
    """Ministry of Home Affairs code of the regency or city, e.g. `33.76`."""
    zone: Zone | None = None
    """Time zone of the province. What the site prints may differ, and what is printed wins."""
    status: OutletStatus = "active"
    confidence: Confidence = "low"
    evidence: str | None = None
    """Where the domain and region were seen: codes explained at the head of the outlet file."""
    note: str | None = None
    daily_min: int | None = None
    """Fewer new articles in 24 hours than this are an alarm (`out-of-bounds`); None: there is no such bound."""
    daily_max: int | None = None
    apart: tuple[str, ...] = ()
    """Beginnings of paths that are outlets of their own (`/jateng`), found by the registry among the other rows."""


@dataclass(frozen=True, slots=True)
class UrlRule:
    """One URL shape of a network: what kind of page it leads to, and which part of it identifies the page.

    `pattern` is matched in full against the path (plus `?query` where there is one) after doubled slashes are folded.
    Its named groups, all optional, are `id` (the native id), `slug`, `offset` (the part of a paged article or
    listing) and `whole` (matches something only where the URL shows all parts of a paged article at once: `?page=all`).
    """

    kind: Literal["article", "amp", "index", "feed", "static", "asset"]
    pattern: re.Pattern[str]
    step: int = 0
    """A number caught as `offset` counts as one only if it is a multiple of this; 0: this shape has no parts."""


@dataclass(frozen=True, slots=True)
class UrlMatch:
    """What a network knows of a URL before fetching it."""

    kind: Literal["article", "amp", "index", "feed", "static", "asset"]
    native_id: str | None = None
    offset: int = 0
    """0 for a first page; otherwise the number in the URL of a continuation page."""
    is_whole: bool = False
    """Whether this URL shows every part of a paged article at once."""


ListKind = Literal["feed", "sitemap", "index", "rest", "json"]
"""A page that lists articles: a feed, a sitemap, a page with links, an answer of WordPress's REST interface, or a JSON
document (by itself, or inside a page)."""

Lane = Literal["daily", "backfill"]
"""Whether a URL is worked on for today's news or for the past; the past waits for the day's work."""


@dataclass(frozen=True, slots=True)
class Discovery:
    """One way a network's article URLs are found. Declared in order of preference; all feed one frontier.

    kind `feed`: RSS or Atom at `paths`, and those a page announces with `link[rel=alternate]`;
    kind `sitemap`: sitemaps, news sitemaps and indexes of them at `paths`, gzipped or not;
    kind `index`: listing pages at `paths`, and the listings they link to by `more`;
    kind `rest`: WordPress's posts, at its REST route (`/wp-json/wp/v2/posts` where no path is given);
    kind `json`: lists as JSON, read by `records`, `address`, `time`; Nuxt's flat documents are put together first.

    A path may be a whole URL where the list is on another host of the outlet's house. It may hold `{date}`, the day
    that it lists, written by `date_form`: such a list is read for today and yesterday, and by a backfill for each day.
    It may hold `{site}`, the first label of the outlet's host (`regional` of `regional.kompas.com`; an outlet at `www`
    has no such list). `networks.placed()` puts both in. A sitemap without a path is the one that robots.txt names.
    """

    kind: ListKind
    paths: tuple[str, ...] = ()
    links: str | None = None
    """CSS selector of the links on an index page that lead to articles."""
    more: str | None = None
    """CSS selector of links to further listings (categories) that this outlet has."""
    step: int = 0
    """Items a page of a listing, where its later pages are counted in items; 1 where in pages. 0: it has one page."""
    later: str = "/{offset}"
    """What comes behind the URL of a listing for its page n: `{offset}` is (n - 1) * step, `{page}` is n itself:
    `?page={page}`, `/page/{page}/`. What begins with a slash goes behind the path, all else to the end of the query.
    The URL rules must match a page of an `index` as one with that number as offset, unless the path is a whole URL or
    holds `{date}`."""
    date_form: str = "%Y-%m-%d"
    """How `{date}` is written, in the words of `strftime`. The day is the outlet's own. A form without a day (`%Y-%m`)
    is that of a list of a month or a year."""
    use: Literal["both", "daily", "backfill"] = "both"
    """A list of the newest only is no help for the past; one that is heavy and complete is not asked every day."""
    records: str = ""
    """kind `json`: path of the list in the document, keys joined by dots, or with `[]` on the way that of each record;
    alternatives parted by ' | '."""
    element: str | None = None
    """kind `json`: CSS selector of the script element that holds the document; None: the answer is the document."""
    address: str = "url"
    """kind `json`: path of an article's address in a record. A relative one is joined to the URL of the list. Where the
    address is made of several values their paths are joined by ' + ': `category.slug + id + slug`."""
    address_form: str = "{}"
    """kind `json`: how the address is made of that value: `/read/{}` for a slug; `/{}/{}/{}` of three, in order."""
    time: str | None = None
    """kind `json`: path of the time of publication in a record."""
    headline: str | None = None
    """kind `json`: path of the title in a record."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One entry of a list: an article's address, and what the list says of it. None: it says nothing."""

    url: str
    title: str | None = None
    listed_at: datetime | None = None
    """Time of publication, or of the last change, as the list gives it: aware."""
    printed: str | None = None
    """The same as it stands in the list, where it cannot be read for sure (no zone, an odd form)."""
    is_change: bool = False
    """The list gives the time of the last change only: the article may be older."""


@dataclass(frozen=True, slots=True)
class Payload:
    """Where a page keeps its article as JSON, and under which names.

    Every value is a path of keys joined by dots, from `record` on; `[]` behind a key means each member of the list
    there: `tags[].name`, and `[kind=tag]` each that has this value at that key. Alternatives are parted by ' | ': the
    first that leads to something is taken.
    """

    record: str
    """Path of the article in the document; '' if it is the document itself."""
    body: str
    """HTML of the text."""
    title: str
    element: str | None = None
    """CSS selector of the script element that holds the JSON; None: the page is a JSON document, no HTML."""
    date: str | None = None
    """Time of publication, read as printed: with its offset, or in the outlet's zone where it has none."""
    date_utc: str | None = None
    """The same as a time in UTC without saying so (WordPress's `date_gmt`)."""
    modified_utc: str | None = None
    subtitle: str | None = None
    authors: str | None = None
    editors: str | None = None
    section: str | None = None
    tags: str | None = None
    image: str | None = None
    caption: str | None = None
    url: str | None = None
    """Its address on the site, canonical."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one era of a network's template is read: CSS selectors, each a value. None: this layout has no such thing.

    A selector reads the first match unless the field is a plural. Before the body is read, `fields` are taken out of
    its container because they are read elsewhere, `related` because they are boxes of links to other articles (their
    links are kept with their place in the text), and `drop` because they are noise: what `drop` cuts is recorded with
    the selector as its rule. `until` is the last day (of fetching) on which the layout was served; None: it still is.
    """

    name: str
    recognise: str
    """A page that matches this selector is of this layout."""
    title: str
    body: str
    """The container whose block elements are the paragraphs."""
    needs: tuple[str, ...] = ()
    """What must be on the page besides `recognise`, anywhere: a search each. A `:has()` round the whole page would say
    the same, and on a hostile page look through all of it again for every element that may be meant."""
    kind: ArticleKind = "article"
    """What its pages are: `photo` for galleries whose captions are the text, `video`, `live`, else `article`."""
    payload: Payload | None = None
    """Where the article is kept as JSON: title, body and fields are then read from there, and `related`, `drop` and
    `fields` work on the HTML of its body. Selectors of other fields still read the page, where the payload has none."""
    scope: str | None = None
    """The part of the page that holds all the fields: what stands outside is not looked at. None: the whole page."""
    until: date | None = None
    fields: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    """Boxes inside the body, with or without a label, all of whose links lead to other articles."""
    date: str | None = None
    """The element that prints the date. Of several matches the first that holds a digit is read."""
    stamp: str | None = None
    """The element whose attribute states the time for machines (`datetime` of a `time`, `title` of an `abbr`), where it
    is not the one that prints the date."""
    authors: str | None = None
    """Elements that hold names and nothing but names (a trailing ' - detikNews' and a leading label are taken off)."""
    editors: str | None = None
    byline: str | None = None
    """Elements that print people with their roles: 'Rep: A/ Red: B', 'Penulis | : A'. Read by label."""
    subtitle: str | None = None
    """The standfirst printed apart from the text; where it stands in the body it is taken out of it."""
    figure: str | None = None
    """The pictures themselves (`img`)."""
    opening: str | None = None
    """The picture above the text where that is outside the body and `figure` are those inside: it is read first."""
    caption: str | None = None
    """The line printed with a picture: for each picture, the match in the smallest block around both."""
    credit: str | None = None
    """The photographer's or agency's line where it stands in an element of its own, found as `caption` is."""
    section: str | None = None
    tags: str | None = None
    source: str | None = None
    pager: str | None = None
    """Links to the other pages of a paged article."""


@dataclass(frozen=True, slots=True)
class Network:
    """Outlets that share a CMS: URL shapes, ways of discovery, dated layouts. One module in `newsarchive.networks`."""

    slug: str
    name: str
    urls: tuple[UrlRule, ...]
    discovery: tuple[Discovery, ...]
    layouts: tuple[Layout, ...]
    """Oldest first; the last has `until=None`. None at all where the template is not known before the page is read."""
    liars: tuple[str, ...] = ()
    """Date evidence that this network gets wrong and that never wins: a source (`jsonld`), or one name of a source
    (`meta:pubdate`). See `dates.published`."""
    also: tuple[str, ...] = ()
    """Slugs of the networks whose template some of its outlets use, for sites that move from one to the other."""
    is_generic: bool = False
    """A template that anyone may use, on a server of his own: it is recognised only after all others, and each of its
    outlets is a service by itself."""


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched response as a value: what extraction reads, wherever it came from.

    `body` is the payload with its content coding (gzip, br, ...) undone and its character encoding not.
    """

    url: str
    body: bytes
    fetched_at: datetime | None = None
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()


LeadKind = Literal["article", "feed", "sitemap", "index", "rest", "json"]
"""What a row of the frontier leads to: an article, or a list of one of the kinds of `ListKind`."""


@dataclass(frozen=True, slots=True)
class Lead:
    """A URL worth fetching, as found somewhere. Several URL shapes of one article have one `key`."""

    key: str
    """Unique in the frontier: `<outlet>/<native id>` for an article that has one, else a text derived from the URL."""
    url: str
    outlet: str
    """Slug of the outlet."""
    kind: LeadKind
    found_on_url: str | None
    """The page that led here; None for a starting point."""
    native_id: str | None = None
    priority: int = 0
    """Higher is fetched first among the rows that are due."""
    source: ListKind | None = None
    """The kind of list that named it; None for a starting point, or a page that was kept."""
    title: str | None = None
    """As the list printed it."""
    listed_at: datetime | None = None
    """Time of publication as the list gave it; aware."""
    listed_on: date | None = None
    """Day of publication as far as it is known before fetching, the outlet's own; None: not known."""
    covers_on: date | None = None
    """For a list of one day: that day, the outlet's own."""
    lane: Lane = "daily"


@dataclass(frozen=True, slots=True)
class Capture:
    """One HTTP exchange as it went over the wire: what a snapshot is made from.

    `body` has its content coding and has lost its transfer coding (chunking), which no client library hands on.
    Names in `rebuilt` say what else is not what was sent, e.g. `request-headers` or `status-line`.
    """

    url: str
    fetched_at: datetime
    method: str
    request_target: str
    """As in the request line: path and query, e.g. `/read/1/a?page=all`."""
    request_headers: tuple[tuple[str, str], ...]
    http_version: str
    """Of the response: `HTTP/1.1`."""
    status: int
    reason: str
    headers: tuple[tuple[str, str], ...]
    """Every response header in order, repeated ones too, in the case they came in, decoded as latin-1."""
    body: bytes
    truncated: Literal["length", "time", "disconnect", "unspecified"] | None = None
    """Why `body` is shorter than what the server had to say: the words of WARC 1.1's `WARC-Truncated`."""
    rebuilt: tuple[str, ...] = ()
    ip_address: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How an outlet answered of late: a row of `standings`. Instants are aware."""

    outlet: str
    """Slug."""
    troubles: int = 0
    """In a row: there was no useful answer between them."""
    strikes: int = 0
    """Times in a row that the outlet was left alone because of them."""
    hold_until: datetime | None = None
    """Nothing is asked of it before; it may lie in the past."""
    quarantined_at: datetime | None = None
    """Since when it is only probed now and then; None: it is not."""
    reason: str | None = None
    """The last trouble, as in `failures.reason`."""
    detail: str | None = None
    """The same in a sentence."""
    last_ok_at: datetime | None = None
    last_trouble_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ParsedDate:
    """A printed date, read without a guess."""

    printed: str
    at: datetime | None
    """The aware instant; None where only the day is known."""
    on: date
    precision: Literal["second", "minute", "day"]
    zone: str | None
    """`WIB`, `WITA`, `WIT` or an offset `+hh:mm`; None for a day."""
    zone_evidence: Literal["printed", "given", "none"]
    warnings: tuple[str, ...] = ()
    local: datetime | None = None
    """The naive wall time as printed, also where `at` is None for want of a zone. None where only a day is printed."""
    repair: date | None = None
    """Where the year cannot be right: the one date that a slip in its digits explains. Only an offer."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date printed inside a paragraph."""

    printed: str
    on: date | None
    """None where what is printed cannot be a date of this story; `repair` may then hold what was probably meant."""
    paragraph: int
    """Index into `body`, from 0."""
    warning: str | None = None
    repair: date | None = None


@dataclass(frozen=True, slots=True)
class DateEvidence:
    """One candidate for the time of publication and what became of it."""

    source: Literal["printed", "jsonld", "meta", "datalayer", "payload", "url", "feed", "dateline"]
    printed: str
    at: datetime | None
    won: bool = False
    note: str | None = None
    name: str | None = None
    """Which of several of its kind: the name of the meta element, e.g. `article:published_time`."""


@dataclass(frozen=True, slots=True)
class RelatedLink:
    """A link to another article that stood inside the text and was taken out of it."""

    text: str
    """The headline linked to, without the label ('BACA JUGA:')."""
    url: str | None
    """Absolute; None in a plain-text dump."""
    after: int
    """How many body paragraphs stand before it."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with what is printed under it; `url` is None in a plain-text dump."""

    url: str | None
    caption: str | None = None
    credit: str | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """A piece of text that was left out of the body, and the name of the rule that did it."""

    text: str
    rule: str
    after: int
    """How many body paragraphs stand before it."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a news text: 'JAKARTA, DISWAY.ID - '. It stays in the body; these are its parts."""

    printed: str
    place: str | None = None
    brand: str | None = None
    on: date | None = None


CorrectionKind = Literal["ralat", "koreksi", "hak-jawab", "pencabutan"]
"""Erratum, correction, right of reply, withdrawal: the words of the press council's guidelines for online media
(Pedoman Pemberitaan Media Siber, 2012, points 4 and 5)."""


@dataclass(frozen=True, slots=True)
class Correction:
    """Where an article says that it corrects, answers or withdraws a story, or that it was itself corrected.

    The guidelines ask that it links the story it corrects and states when it was made; what is not there is None.
    """

    kind: CorrectionKind
    printed: str
    """The words that say so."""
    stated_at: datetime | None = None
    """When the correction was made, as printed there; aware. None: no time of day is told."""
    stated_on: date | None = None
    target_url: str | None = None
    """The story that is corrected, absolute; None: it is not linked, or it is this article itself."""
    target_title: str | None = None
    """Its headline, as quoted."""
    reason: str | None = None
    """Why a story was withdrawn, as printed."""


@dataclass(frozen=True, slots=True)
class Article:
    """What `extract()` makes of the page or pages of one article. Any field may be None or empty but the first four."""

    url: str
    """Canonical."""
    outlet: str | None
    """Slug of the outlet; None where the host is in no outlet file."""
    kind: ArticleKind
    body: tuple[str, ...]
    """Paragraphs, verbatim less noise: typos and datelines stay, white space is folded."""
    network: str | None = None
    native_id: str | None = None
    title: str | None = None
    subtitle: str | None = None
    published_at: datetime | None = None
    published_on: date | None = None
    """The day of publication in the zone of the page: also where no time is told, and `published_at` is None."""
    modified_at: datetime | None = None
    published_printed: str | None = None
    published_zone: str | None = None
    published_evidence: tuple[DateEvidence, ...] = ()
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    contributors: tuple[str, ...] = ()
    photographers: tuple[str, ...] = ()
    """People who are named as photographers of the page; what stands under a picture is the picture's `credit`."""
    agency: str | None = None
    """The news agency or desk that the byline names instead of, or beside, a person."""
    initials: str | None = None
    """The sign-off at the end of the text as printed, brackets included: '(abc/def)'."""
    source_credit: str | None = None
    """What the page names as its source: 'Sumber: ...'."""
    republished_from: str | None = None
    """The outlet that 'Artikel ini telah tayang di ...' names."""
    place: str | None = None
    """Of the dateline, as printed."""
    place_province: str | None = None
    """ISO 3166-2:ID code of the province that `place` is or lies in; None where it is abroad, unknown or ambiguous."""
    place_regency: str | None = None
    """Code of the Ministry of Home Affairs of the regency or city that `place` is or lies in."""
    place_candidates: tuple[str, ...] = ()
    """Codes of the regencies, cities and provinces that go by an ambiguous `place`; nothing is chosen among them."""
    brand: str | None = None
    section: str | None = None
    tags: tuple[str, ...] = ()
    images: tuple[Image, ...] = ()
    related: tuple[RelatedLink, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    dates_mentioned: tuple[DateMention, ...] = ()
    corrections: tuple[Correction, ...] = ()
    language: str | None = None
    is_free: bool | None = None
    is_advertorial: bool = False
    page_count: int = 1
    next_page_url: str | None = None
    """The next page of this article that was not among the pages given."""
    method: str | None = None
    """`layout:<network>/<layout>` or `fallback:<name>`."""
    content_hash: str | None = None
    """Of title and body as `dedup.content_hash()` normalises them: equal for equal text."""
    warnings: tuple[str, ...] = ()
    """Each `code: detail`, code in kebab-case."""


@dataclass(frozen=True, slots=True)
class CleanText:
    """What `clean_text()` makes of a plain-text dump of an article. The words are those of `Article`."""

    title: str | None
    body: tuple[str, ...]
    subtitle: str | None = None
    related: tuple[RelatedLink, ...] = ()
    images: tuple[Image, ...] = ()
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    dateline: Dateline | None = None
    published_at: datetime | None = None
    published_on: date | None = None
    published_printed: str | None = None
    published_precision: Literal["second", "minute", "day"] | None = None
    published_zone: str | None = None
    source_credit: str | None = None
    dates_mentioned: tuple[DateMention, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    is_advertorial: bool = False
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """An anchor inside a paragraph: its text, absolute URL, and where it starts in the paragraph (in characters)."""

    text: str
    url: str
    start: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One block of text as cut from a page or a dump, before noise is taken out: white space folded, ends trimmed."""

    text: str
    links: tuple[Link, ...] = ()
    is_related: bool = False
    """A box of links to other articles, by the layout's word: no text of this article is in it."""
