"""One reading of the paragraphs of a page, from the first to the last: which is text, and what became of the others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from newsarchive.models import Dropped, Image, Paragraph, RelatedLink
from newsarchive.text.caption import is_caption, split_caption
from newsarchive.text.link_box import is_labelled_list, read_box
from newsarchive.text.noise import Noise, NoiseMatch, match_form
from newsarchive.text.paragraphs import (
    bullet_end,
    fold,
    has_letters,
    is_headline,
    is_only_links,
    same_letters,
    tail_run,
    with_boxes,
    with_closing_list,
)
from newsarchive.text.related import Cut, Found, cut_brackets, cut_related, may_have_label
from newsarchive.text.signoff import SignOff, read_sign_off

VIDEO = "video-title"
_POINTER = re.compile(r"(?:selengkapnya )?(?:di ?sini|here|selengkapnya|tautan ini|link ini)", re.IGNORECASE)


class Reading:
    """The state of one reading: what is kept so far, and what was taken out after how many kept paragraphs."""

    def __init__(self, noise: Noise, title: str | None, site: str) -> None:
        self.noise = noise
        self.site = site
        self.title = same_letters(title) if title else None
        self.kept: list[str] = []
        self.are_links = False
        """Whether the headlines under the present label are links."""
        self.related: list[RelatedLink] = []
        self.dropped: list[Dropped] = []
        self.images: list[Image] = []
        self.bylines: list[str] = []
        self.source: str | None = None
        self.republished: str | None = None
        self.is_paid = False
        self.warnings: list[str] = []
        self.promoted = False
        """Whether the last related link is a video's title whose link has not come yet."""
        self.awaiting: int | None = None
        """Related links found under a label that stands alone; None where no such label is open."""

    def read(self, paragraphs: Sequence[Paragraph]) -> None:
        """Reads the paragraphs of one page, folded and none empty, in order; then `end` is due."""
        if self.site:
            paragraphs = with_closing_list(paragraphs, self.site)
        found = [self.noise.match(paragraph.text) for paragraph in paragraphs]
        paragraphs = with_boxes(paragraphs, found)
        first = self._head(paragraphs, found)
        last, heading = tail_run(paragraphs, found, first, self.noise)
        for paragraph, match in zip(paragraphs[first:last], found[first:last], strict=True):
            self._middle(paragraph, match)
        for number in range(last, len(paragraphs)):
            paragraph, match = paragraphs[number], found[number]
            if paragraph.is_related:
                self._box(paragraph)
            elif heading is not None and number >= heading and not self.noise.is_sign_off(paragraph.text):
                self._drop(paragraph.text, match.rule.name if match else "below-side-heading")
                self._credit(paragraph.text, match)
            elif match and match.rule.applies in {"whole", "stop"}:
                self._take_out(paragraph, match)
            else:
                self._middle(paragraph, match)

    def _head(self, paragraphs: Sequence[Paragraph], found: Sequence[NoiseMatch | None]) -> int:
        """Drops the title, bylines and noise before the text; returns where the text begins."""
        for number, (paragraph, match) in enumerate(zip(paragraphs, found, strict=True)):
            if paragraph.is_related:
                self._box(paragraph)
            elif self.title and has_letters(paragraph.text, self.title):
                self._drop(paragraph.text, "title-repeated")
            elif match and (
                match.rule.kind == "byline" or (match.rule.applies == "whole" and match.rule.kind != "related")
            ):
                self._take_out(paragraph, match)
            elif self._is_labelled(paragraph.text, match):
                self._middle(paragraph, match)
                if self.kept:
                    return number + 1
            elif is_caption(paragraph.text):
                self._caption(paragraph.text)
            else:
                return number
        return len(paragraphs)

    def _is_labelled(self, text: str, match: NoiseMatch | None) -> bool:
        """Whether a paragraph begins with the label of a related link."""
        return (match is not None and match.rule.kind == "related") or self.noise.labels.match(text) is not None

    def _middle(self, paragraph: Paragraph, match: NoiseMatch | None) -> None:
        text = paragraph.text
        if paragraph.is_related:
            self._box(paragraph)
            return
        if match and match.rule.applies == "whole":
            self._take_out(paragraph, match)
            return
        if self.awaiting is not None and not self._is_labelled(text, match) and self._under_label(paragraph):
            return
        if match and match.rule.applies == "tail":
            if self.promoted and paragraph.links:
                # 'Simak Video "..."', and the link to it in the next line: '[Gambas:Video 20detik]'
                self.related[-1] = replace(self.related[-1], url=paragraph.links[0].url)
                self.promoted = False
            text = " ".join(match.rule.pattern.sub(" ", text).split())
            self._drop(
                paragraph.text if not text else match_form(paragraph.text)[match.start : match.end], match.rule.name
            )
            paragraph = fold(Paragraph(text + " ", paragraph.links))
        label = match if match and match.rule.applies == "head" else None
        if ":" in text and ("(" in text or "[" in text):
            paragraph, bracketed = cut_brackets(paragraph)
            text = paragraph.text
            self.related += [RelatedLink(piece.text, piece.url, len(self.kept) + bool(text)) for piece in bracketed]
        if label or may_have_label(paragraph):
            cut = cut_related(text, paragraph.links, self.noise, label.end if label else 0)
            if cut:
                self._keep_pieces(cut)
                return
        if paragraph.links and is_labelled_list(paragraph):
            self._box(paragraph)
            return
        if not text:
            return
        if is_caption(text):
            self._caption(text)
        else:
            self.kept.append(text)

    def _box(self, paragraph: Paragraph) -> None:
        """A box of links by the layout's word: nothing of it is text."""
        found, rest = read_box(paragraph, self.noise)
        self.awaiting = None
        self.related += [RelatedLink(piece.text, piece.url, len(self.kept)) for piece in found]
        if any(map(str.isalnum, rest)):
            self._drop(rest, "related-box")

    def _keep_pieces(self, cut: Cut) -> None:
        self.warnings += cut.doubts
        for piece in cut.pieces:
            if isinstance(piece, Found):
                self.related.append(RelatedLink(piece.text, piece.url, len(self.kept)))
            elif _POINTER.fullmatch(piece.strip(" .,:!")):
                self._drop(piece, "read-more")
            else:
                self.kept.append(piece)
        for label in cut.bare:
            self._drop(label, "related-label")
        if cut.is_open or not cut.pieces:  # its headline may stand in the next paragraph
            self.awaiting = 0

    def _under_label(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is a headline under a label that stands alone: links, a list item, or the next line."""
        count, text = self.awaiting or 0, paragraph.text
        bullet = bullet_end(text)
        if is_only_links(paragraph):
            found = [Found(link.text.strip(), link.url) for link in paragraph.links]
        elif bullet and is_headline(text) and not (count and self.are_links):
            found = [Found(text[bullet:], None)]
        elif (
            count == 0
            and is_headline(text)
            and text.count(" ") >= 2
            and text[:1] not in "\"“‘'"
            and not text[:1].islower()
        ):
            found = [Found(text, None)]
            self.warnings.append(f"related-by-position: {text!r} stands under a label and is taken as its headline")
        else:
            found = []
        self.related += [RelatedLink(piece.text, piece.url, len(self.kept)) for piece in found]
        self.are_links = bool(paragraph.links)
        self.awaiting = count + len(found) if found and (bullet or paragraph.links) else None
        return bool(found)

    def _take_out(self, paragraph: Paragraph, match: NoiseMatch) -> None:
        if match.rule.name == "photo-credit":
            self._caption(paragraph.text)
            return
        if match.rule.name in {VIDEO, "video-call"} and any(not link.text.startswith("[") for link in paragraph.links):
            self._box(paragraph)
            return
        if match.rule.kind == "related" and "text" in match.groups:
            url = paragraph.links[0].url if paragraph.links else None
            self.related.append(RelatedLink(match.groups["text"], url, len(self.kept)))
            self.promoted = match.rule.name == VIDEO and url is None
            return
        if match.rule.name == "advertorial-line":
            self.is_paid = True
        elif match.rule.name == "republished" and any(
            _POINTER.fullmatch(link.text.strip(" .,:!")) for link in paragraph.links
        ):
            # a pointer to the whole article, which is another page
            self.related.append(RelatedLink(paragraph.text, paragraph.links[-1].url, len(self.kept)))
        if match.rule.name == "related-label-alone":
            self.awaiting = 0
        self._drop(paragraph.text, match.rule.name)
        self._credit(paragraph.text, match)

    def _credit(self, text: str, match: NoiseMatch | None) -> None:
        if match is None:
            return
        if match.rule.kind == "byline":
            self.bylines.append(text)
        elif match.rule.kind == "credit" and "outlet" in match.groups:
            outlet = match.groups["outlet"].strip(" .,:;\"'") or None
            if match.rule.name == "republished":
                self.republished = self.republished or outlet
            else:
                self.source = self.source or outlet

    def _caption(self, text: str) -> None:
        caption, credit = split_caption(text)
        if caption or credit:
            self.images.append(Image(None, caption, credit))
        else:
            self._drop(text, "empty-caption")

    def _drop(self, text: str, rule: str) -> None:
        self.dropped.append(Dropped(text, rule, len(self.kept)))

    def end(self, brands: Sequence[str]) -> SignOff:
        """Takes the sign-off out of what was kept, once all is read; what stood behind it stands behind the text."""
        end = read_sign_off(self.kept, brands)
        for number, rule in end.taken:
            self.dropped.append(Dropped(self.kept.pop(number), rule, number))
        if end.taken:
            size = len(self.kept)
            self.related = [link if link.after <= size else replace(link, after=size) for link in self.related]
            self.dropped = [drop if drop.after <= size else replace(drop, after=size) for drop in self.dropped]
        if end.byline:
            self.bylines.append(end.byline)
        self.warnings += end.doubts
        return end
