"""An article printed for a person: what `extract` and `show` have in common."""

from __future__ import annotations

from newsarchive.cli import output
from newsarchive.models import Article, Correction, DateEvidence
from newsarchive.text.places import official_name


def print_article(article: Article) -> None:
    """Print an article for a person: title, facts, text, what was taken out of it and what its date rests on."""
    output.echo(output.safe_line(article.title or "(no title)"))
    for name, value in _facts(article):
        output.echo(f"  {name}: {output.safe_line(value)}")
    for paragraph in article.body:
        output.echo()
        output.echo(output.safe(paragraph))
    output.section("Pictures", [_joined(i.caption, i.credit and f"({i.credit})", i.url) for i in article.images])
    output.section("Related links", [f"after paragraph {r.after}: {_joined(r.text, r.url)}" for r in article.related])
    output.section("Corrections", [_correction(c) for c in article.corrections])
    output.section("Left out", [f"after paragraph {d.after}, {d.rule}: {d.text}" for d in article.dropped])
    output.section(
        "Dates in the text",
        [
            _joined(f"paragraph {m.paragraph + 1}: {m.printed}", f"= {m.on}" if m.on else None, m.warning)
            for m in article.dates_mentioned
        ],
    )
    output.section(
        "Evidence of the time of publication",
        [_evidence(e) for e in article.published_evidence],
    )
    output.section("Warnings", article.warnings)


def _day(article: Article) -> str | None:
    return article.published_on.isoformat() if article.published_on else None


def _facts(article: Article) -> list[tuple[str, str]]:
    published = article.published_at
    facts = [
        ("url", article.url),
        ("outlet", _joined(article.outlet, article.network and f"({article.network})")),
        ("kind", article.kind + (", advertorial" if article.is_advertorial else "")),
        ("published", _joined(published.isoformat() if published else _day(article), article.published_zone)),
        ("printed as", article.published_printed),
        ("changed", article.modified_at and article.modified_at.isoformat()),
        ("by", ", ".join(article.authors)),
        ("edited by", ", ".join(article.editors)),
        ("with", ", ".join(article.contributors)),
        ("photographs", ", ".join(article.photographers)),
        ("agency", article.agency),
        ("signed", article.initials),
        ("source", article.source_credit),
        ("first run by", article.republished_from),
        ("place", _place(article)),
        ("brand", article.brand),
        ("section", article.section),
        ("tags", ", ".join(article.tags)),
        ("language", article.language),
        ("pages", str(article.page_count) if article.page_count > 1 else None),
        ("next page, not given", article.next_page_url),
        ("read by", article.method),
    ]
    return [(name, value) for name, value in facts if value]


def _place(article: Article) -> str | None:
    """'KUTA, BALI (Kabupaten Badung, Bali)'; for an ambiguous one what it may be, with codes."""
    known = [official_name(code) or code for code in (article.place_regency, article.place_province) if code]
    may_be = [f"{official_name(code) or 'unknown'} {code}" for code in article.place_candidates]
    meant = ", ".join(known) + ("; " if known and may_be else "") + (f"may be {', '.join(may_be)}" if may_be else "")
    return _joined(article.place, meant and f"({meant})") or None


def _correction(correction: Correction) -> str:
    at, on = correction.stated_at, correction.stated_on
    when = at.isoformat(sep=" ", timespec="minutes") if at else (on.isoformat() if on else None)
    story = _joined("of", correction.target_title, correction.target_url)
    told = _joined(correction.kind, when, story if story != "of" else None)
    return f"{told}: {correction.printed}"


def _evidence(evidence: DateEvidence) -> str:
    source = evidence.source + (f" {evidence.name}" if evidence.name else "")
    at = f"= {evidence.at.isoformat()}" if evidence.at else None
    return _joined("*" if evidence.won else "-", f"{source}: {evidence.printed}", at, evidence.note)


def _joined(*parts: str | None) -> str:
    return " ".join(part for part in parts if part)
