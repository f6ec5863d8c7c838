"""No network in particular: sites whose software nobody has looked at yet.

Each page says by its own marks which template it is of, so there are no layouts here, and what is known of URLs is
what holds almost everywhere in the Indonesian press: the permalinks of WordPress and Blogger, a number behind `/read/`
or a section, and the words for lists and for pages about the paper itself. A link that could be either an article or a
list is left alone: what is crawled by mistake on hundreds of small sites costs them more than a missed link costs us.

For the same reason each is asked for two lists a day, its feed and its front page. Where a backfill was asked for, what
WordPress has and most of them probably use is tried, and `/sitemap.xml`: each of it is a guess that costs one request.
"""

import re
from typing import Literal

from newsarchive.models import Discovery, Network, UrlRule

_WEB = r"(?:/index\.php)?"
_TAIL = r"(?:\.html?|\.php)?/?(?:\?utm_[^?]*)?"
_PART = r"(?:/(?P<offset>\d{1,2}))?"
_DATE = r"(?:19|20)\d\d/\d\d?(?:/\d\d?)?"
_SLUG = r"[\w%]+(?:[-.,][\w%]+)*"
# Four words at least: what has fewer is a section or a page about the paper more often than a headline.
_HEADLINE = r"[\w%]+(?:-[\w%]+){3,}"
# A list has a short name, and one that is not a year.
_SECTION = r"(?!(?:19|20)\d\d/)[a-z0-9]+(?:-[a-z0-9]+){0,2}"
_SHARED = r"(?:category|kategori|tags?|topik|topic|label|author|penulis|reporter|editor|user)"
_LIST = r"[\w%.]+(?:-[\w%.]+){0,3}"

_PAGED = r"(?:\?paged=(?P<offset>\d{1,5}))?"

_ASSETS = (
    r"/(?:[\w-]+/)?(?:wp-content|wp-includes|wp-json|wp-admin|cdn-cgi|assets|uploads?)(?:/.*|\?.*)?",
    r"/wp-[\w-]+\.php(?:\?.*)?|/xmlrpc\.php.*",
    r"/[^?]*\.(?:jpe?g|png|gif|webp|avif|svg|ico|css|js|json|woff2?|ttf|pdf|docx?|zip|mp[34]|txt)(?:\?.*)?",
)
_FEEDS = (
    rf"{_WEB}/(?:{_SHARED}/(?:[\w%-]+/){{1,3}})?(?:feed|rss)/?(?:(?:rss2?|rdf|atom)/?)?{_PAGED}",
    r"/(?:feed|rss|atom|rss2|index|terkini)\.(?:xml|rss|rdf)|/rss/[\w-]+(?:\.xml)?/?",
    r"/feeds/posts/(?:default|summary)(?:/-/[\w%-]+)?(?:\?.*)?|/\?feed=(?:rss2?|atom|rdf)",
)
_ABOUT = (
    r"tentang(?:-kami)?|about(?:-us)?|profil(?:e|-kami|-perusahaan)?|(?:box-|boks-|susunan-|dewan-)?redaksi(?:onal)?",
    r"(?:box|susunan)-redaksi-[\w-]{1,40}|tim-redaksi|manajemen|struktur-organisasi|visi-(?:dan-)?misi",
    r"pedoman(?:-[a-z]+){0,4}-siber|pedoman(?:-media|-pemberitaan|-hak-jawab)?|hak-jawab|(?:kode-)?perilaku",
    r"kode-etik(?:-(?:jurnalis|jurnalistik|wartawan|media|pers|internal|perilaku|perusahaan)){0,4}",
    r"standar-perlindungan(?:-profesi)?(?:-wartawan)?",
    r"(?:hubungi|kontak|contact)(?:-kami|-us)?|alamat(?:-redaksi)?",
    r"(?:kebijakan-)?privasi|kebijakan-[a-z]+(?:-[a-z]+)?|privacy(?:-policy|-notice)?(?:-\d)?|cookie-policy",
    r"(?:syarat|ketentuan|terms|tos)(?:-[a-z]+){0,5}|disclaimers?|penafian|sanggahan|dmca|copyright|hak-cipta",
    r"(?:info-|pasang-|tarif-|harga-|spesifikasi-|media-)?iklan(?:-(?:baris|kami|disini))?|advertis\w+|beriklan",
    r"kar[ie]+r|careers?|lowongan(?:-kerja)?|magang|faq|bantuan|help|sitemap|peta-situs|media-?kit|kerja-?sama",
    r"login|log-in|masuk|logout|register|daftar|akun|my-account|cart|checkout|wishlist|lost-password|langganan",
    r"subscribe|newsletter|donasi|offline|404|search|cari|pencarian|sample-page|hello-world",
)
_STATIC = (
    r"/(?:[\w-]+/)?(?:readstatik|statis|static|halaman|laman|pages|p)/.*",
    rf"(?:/(?:page|info|tentang|about|home|web|id))?/(?:{'|'.join(_ABOUT)})(?:\.html?|\.php)?/?(?:\?.*)?",
    # Comments, shares and single pictures of a post have addresses of their own.
    r"/comments/.*|/[^?]*/(?:feed|trackback|attachment|embed|share|print|cetak|komentar)(?:/.*)?",
    r"/[^?]*\?(?:.*&)?(?:replytocom|share|print|like_comment|attachment_id|add-to-cart|preview)=.*",
)
_INDEXES = (
    rf"{_WEB}/(?:index\.(?:html?|php)|home|beranda)?/?",
    rf"{_WEB}/(?:{_SECTION}/){{0,3}}page/(?P<offset>\d{{1,5}})/?",
    rf"{_WEB}/{_SHARED}/(?:[\w%.-]+/){{0,3}}page/(?P<offset>\d{{1,5}})/?",
    rf"{_WEB}/{_SHARED}(?:/[\w%.+-]+){{0,3}}/?(?:\?page=(?P<offset>\d{{1,5}}))?",
    # What stands below these may be articles too, if it is longer than the name of a list.
    rf"{_WEB}/(?:kanal|channel|rubrik)(?:/{_LIST}){{0,3}}/?(?:\?page=(?P<offset>\d{{1,5}}))?",
    r"/search/label/[^/]+|/search(?:\?.*)?",
    r"/(?:[\w-]+/)?(?:indeks|index|index-news|indeks-berita|arsip|archives?)(?:/[\w%.-]+){0,5}/?(?:\?.*)?",
    r"/(?:[\w-]+/)?(?:terkini|terbaru|terpopuler|populer|trending|headline)(?:/\d{1,5})?/?(?:\?.*)?",
    # The archive of a year, a month, a day.
    rf"{_WEB}/(?:19|20)\d\d(?:/\d\d?){{0,2}}(?:/page/(?P<offset>\d{{1,5}}))?/?",
    r"/\?(?:s|paged|cat|tag|m|author)=.*",
)
_AMP = (
    r"/(?:[\w-]+/){0,2}amp/.+|/[^?]+/amp/?(?:\?.*)?|/[^?]*\?(?:.*&)?amp(?:=1?)?(?:&.*)?",
    r"/[^?]*\?(?:.*&)?m=1",  # Blogger's pages for telephones
)
_ARTICLES = (
    rf"{_WEB}/(?:[\w-]+/){{0,3}}(?:read|baca)/(?P<id>\d{{1,12}})(?:/{_SLUG}){{0,2}}{_TAIL}",
    rf"/(?:{_SECTION}/){{1,3}}(?P<id>\d{{10}})/{_SLUG}{_TAIL}",
    # The numbers of these need not be the only ones of their kind on a site: news and pictures may be counted apart.
    rf"/(?:[\w-]+/){{0,3}}(?:berita|artikel|article|news|post|detail|view|story|konten)/\d{{1,12}}(?:/{_SLUG}){{1,2}}{_TAIL}",
    rf"/(?:{_SECTION}/){{1,3}}(?:[a-z]{{1,3}}-)?\d{{5,12}}/{_SLUG}{_TAIL}",
    rf"/(?:{_SECTION}/){{0,3}}(?:[a-z]{{1,8}}-)?\d{{4,12}}-{_HEADLINE}{_TAIL}",
    # WordPress and Blogger: /2024/05/17/slug/, /2024/05/slug.html, behind a section or not. A long text goes on at /2/.
    rf"{_WEB}/(?:{_SECTION}/){{0,2}}{_DATE}(?:/\d{{3,12}})?/(?!page/){_SLUG}{_PART}{_TAIL}",
    rf"{_WEB}/(?:{_SECTION}/){{0,3}}{_HEADLINE}{_PART}{_TAIL}",
    r"/\?p=\d{1,10}",
)


_RULES: tuple[tuple[Literal["article", "amp", "index", "feed", "static", "asset"], tuple[str, ...]], ...] = (
    ("asset", _ASSETS),
    ("amp", _AMP),
    ("feed", _FEEDS),
    ("static", _STATIC),
    ("index", _INDEXES),
    ("article", _ARTICLES),
)
"""First the shapes that say most surely what they are."""

NETWORK = Network(
    slug="auto",
    name="Not known: each page tells",
    urls=tuple(UrlRule(kind, re.compile(shape), step=1) for kind, shapes in _RULES for shape in shapes),
    discovery=(
        Discovery("feed", paths=("/feed/",), step=1, later="?paged={page}"),
        Discovery(
            "index",
            paths=("/",),
            links="a[href]",
            more='a[href*="/category/"], a[href*="/kategori/"], a[href*="/kanal/"], a[href*="/rubrik/"]',
            step=1,
            later="/page/{page}/",
        ),
        Discovery("rest", use="backfill"),
        Discovery("sitemap", paths=("/sitemap.xml",), use="backfill"),
    ),
    layouts=(),
    is_generic=True,
)
