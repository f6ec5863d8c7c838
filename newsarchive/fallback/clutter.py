"""What stands in and around the text of an article and is none, told by class names, links and hiding alone.

A name proves little on an unknown site (`class="post has-related-sidebar"` may be round everything), so nothing is cut
that holds a part of the text which was found. What is cut stays on record.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from selectolax.lexbor import LexborNode

from newsarchive.html.blocks import fold
from newsarchive.text.paragraphs import same_letters

UNREAD: Final = (
    *("script", "style", "noscript", "template", "iframe", "svg", "form", "button", "select", "textarea", "object"),
    *("ins", "video", "audio", "amp-ad", "amp-embed", "nav"),
)
"""Elements whose text no reader takes for the article's."""
_START: Final = r"(?:^|[\s_-]|(?<=(?-i:[a-z]))(?=(?-i:[A-Z])))"
_RELATED: Final = re.compile(
    r"(?:baca|lihat|simak|berita|artikel|news|post|posts|read|see|inline|article|story|content)[\s_-]?(?:juga|jg|terkait"
    r"|lain|lainnya|also|related|rekomendasi|pilihan|terbaru|populer)|related|relpost|relate|terkait|sisip|yarpp|crp_"
    r"|rp4wp|jp-relatedposts|recommend|rekomendasi|read[\s_-]?(?:more|next)|more[\s_-]?(?:news|stories|from)"
    r"|you[\s_-]?may|(?:ter)?populer|popular|trending|terbaru|terkini|most[\s_-]?read|latest|next[\s_-]?post"
    r"|post[\s_-]?nav|prev[\s_-]?next|lihatjg|ads_read_also",
    re.IGNORECASE,
)
_DROPPED: Final = re.compile(
    rf"{_START}(?:shar(?:e|ing|ed)\w{{0,10}}|socials?\w{{0,10}}|sosmed|medsos|addtoany\w{{0,10}}|a2a_kit|heateor\w{{0,20}}"
    r"|comments?\w{0,8}|komentar|disqus\w{0,8}|respond|fb-comments|breadcrumbs?|pagination|paging|pager|page-links?"
    r"|pagelinks?|advert\w{0,12}|iklan|banner\w{0,10}|ads?|adv|adsense|adsbygoogle|ad-?slot|promo\w{0,6}|newsletter"
    r"|subscribe\w{0,10}|author-?(?:box|bio|info|card|desc\w{0,8}|profile)|authorbox|about-(?:the-)?author|saboxplugin\w{0,16}|abh_\w{0,12}|tags?|tagcloud|taglist|tag-?links?|post-tags"
    r"|labels?|print\w{0,12}|pf-button\w{0,10}|widgets?|sidebar|copyright|disclaimer|rating|kk-star\w{0,10}|sr-only|screen-reader-text"
    r"|visually-hidden|floating\w{0,10}|sticky\w{0,8}|popup|modal|toc|ez-toc\w{0,20}|lwptoc\w{0,20}|google-?news"
    r"|whatsapp\w{0,10}|follow\w{0,6}|embed\w{0,6}|twitter-tweet|instagram-media|fb-post|tiktok-embed"
    r"|editor-?(?:box|info)|info-author|cat-links|byline|entry-meta|post-meta|meta-?info|entry-footer|post-footer"
    r"|views?|counter|dibaca|sumber-?foto)(?:$|[\s_-])",
    re.IGNORECASE,
)
_UNSEEN: Final = re.compile(r"(?:^|\s)(?:hide|hidden|d-none|is-hidden|visually-hidden|sr-only)(?:\s|$)", re.IGNORECASE)
_HIDDEN: Final = re.compile(r"(?:display\s{0,5}:\s{0,5}none|visibility\s{0,5}:\s{0,5}hidden)", re.IGNORECASE)
_NAMED: Final = frozenset(
    (
        "div",
        "section",
        "aside",
        "ul",
        "ol",
        "table",
        "p",
        "span",
        "footer",
        "header",
        "blockquote",
        "dl",
        "h3",
        "h4",
        "a",
    )
)
_MOST: Final = 3000
"""Elements of a container that are looked at."""
_NAME: Final = 300
"""Characters of a class attribute that are looked at."""
_IN_LINKS: Final = 0.7
"""Share of the letters of a box of links that are in its links, once a label of `_LABEL` letters is set aside."""
_LABEL: Final = 12
BUILDERS: Final = re.compile(r"\b(?:elementor|wp-block|td_block|tdb|tdi|vc|et_pb|fl|so-widget|siteorigin)[\w-]*")
"""Classes that page builders put round every piece of a page, text or not."""


def is_hidden(node: LexborNode) -> bool:
    """Whether an element is hidden from readers by itself, without a style sheet."""
    attributes = node.attributes
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    if _UNSEEN.search((attributes.get("class") or "")[:_NAME]):
        return True
    return bool(style and _HIDDEN.search(style[:500]))


def take_out_clutter(container: LexborNode, held: Mapping[int, int]) -> tuple[list[tuple[str, str]], list[LexborNode]]:
    """Cut clutter out of a container; what was cut as (rule, text), and the boxes of links, which are left in place.

    `held` counts, by `mem_id`, the letters of an element that are text which was found: what holds any is spared,
    unless it is a box of links.
    """
    cut: list[tuple[str, str]] = []
    boxes: list[LexborNode] = []
    gone: list[LexborNode] = []
    taken: set[int] = set()
    for node in container.css("*")[:_MOST]:
        parent = node.parent
        if parent is not None and parent.mem_id in taken:
            taken.add(node.mem_id)
            continue
        if node.mem_id == container.mem_id or (rule := _rule(node)) is None:
            continue
        is_box = rule == "related" and _is_in_links(node)
        if held.get(node.mem_id) and not is_box:
            continue
        taken.add(node.mem_id)
        if is_box:
            boxes.append(node)
            continue
        gone.append(node)
        if text := fold(node.text(deep=True, separator=" ")):
            cut.append((f"fallback-{rule}", text))
    for node in reversed(gone):
        node.decompose()
    return cut, boxes


def _is_in_links(node: LexborNode) -> bool:
    """Whether most of what is written in an element, but for a label, is in links."""
    inside = sum(len(same_letters(link.text(deep=True))) for link in node.css("a[href]")[:100])
    letters = len(same_letters(node.text(deep=True)))
    return inside > 0 and inside + _LABEL >= _IN_LINKS * letters and inside >= letters / 3


def is_clutter(node: LexborNode) -> bool:
    """Whether an element is, by its name, hiding or links alone, no part of an article."""
    return _rule(node) is not None


def _rule(node: LexborNode) -> str | None:
    """Why an element may be clutter, in a word; None for one that nothing speaks against."""
    if is_hidden(node):
        return "hidden"
    if node.tag not in _NAMED:
        return None
    attributes = node.attributes
    named = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"[:_NAME]
    named = BUILDERS.sub(" ", named).strip()
    if named and _RELATED.search(named):
        return "related"
    if named and node.tag != "a" and _DROPPED.search(named):
        return "clutter"
    return "related" if node.tag in {"ul", "ol", "table"} and is_list_of_links(node) else None


def is_list_of_links(node: LexborNode) -> bool:
    """Whether nearly all that is written in an element is in links of some length: headlines, and no prose."""
    links = node.css("a[href]")[:100]
    if len(links) < 2:
        return False
    inside = [len(same_letters(link.text(deep=True))) for link in links]
    letters = len(same_letters(node.text(deep=True)))
    return sum(inside) >= 0.85 * letters and max(inside) >= 20
