"""The views of `news.db`: what a reader asks for most, with names in place of codes."""

from __future__ import annotations

from sqlite_utils import Database


def _people(role: str) -> str:
    """SQL for the names of a role as one column."""
    return f"""(SELECT group_concat(name, ', ') FROM (SELECT name FROM people WHERE article_id = a.id
    AND role = '{role}' ORDER BY position)) AS {role}s"""  # noqa: S608 - a role of ours


_BYLINES = f"""SELECT a.id, a.key, a.title, {_people("author")},
  {_people("editor")},
  {_people("contributor")},
  {_people("photographer")},
  a.agency, a.initials, a.source_credit, a.republished_from, a.url
FROM articles a"""  # noqa: S608
_PLACES = (
    ", a.place, d.name AS place_province_name, r.name AS place_regency_name",
    "LEFT JOIN provinces d ON d.code = a.place_province LEFT JOIN regencies r ON r.code = a.place_regency",
)


def _create_local_view(db: Database, places: tuple[str, str] = ("", ""), versions: str = "a.version") -> None:
    """The view `articles_local`; with `places` as from schema 2 on, and another count of versions from 4 on."""
    columns, joins = places
    db.create_view(
        "articles_local",
        f"""SELECT a.id, a.key, a.title, a.published_local, a.published_printed, o.name AS outlet_name,
  p.name AS province_name, a.section,
  {_people("author")},
  {versions} AS versions, a.cluster_id, a.gone_at, a.url, a.body{columns}
FROM articles a JOIN outlets o ON o.slug = a.outlet LEFT JOIN provinces p ON p.code = o.province
{joins}""",  # noqa: S608
        replace=True,
    )


def create_first_views(db: Database) -> None:
    """Make the views of schema 1."""
    _create_local_view(db)
    db.create_view(
        "duplicates",
        """SELECT m.cluster_id, c.size, a.id = c.earliest_article_id AS is_earliest, a.key, a.title, a.published_at,
  m.similarity, m.credit, a.url
FROM cluster_members m JOIN clusters c ON c.id = m.cluster_id JOIN articles a ON a.id = m.article_id""",
    )
    db.create_view(
        "edits",
        """SELECT a.key, v.number, v.seen_at, v.changed, p.title AS title_before, v.title AS title_after,
  p.body AS body_before, v.body AS body_after
FROM versions v JOIN articles a ON a.id = v.article_id
JOIN versions p ON p.article_id = v.article_id AND p.number = v.number - 1""",
    )
    db.create_view(
        "open_failures",
        """SELECT f.id, f.failed_at, f.outlet, f.reason, f.detail, f.url, f.snapshot_id
FROM failures f WHERE f.resolved_at IS NULL""",
    )


def add_people_and_places(db: Database) -> None:
    """Make the views of schema 2: where a text is from beside its outlet, and people by role in one row an article."""
    _create_local_view(db, _PLACES)
    db.create_view("bylines", _BYLINES)


def add_timelines(db: Database) -> None:
    """Make the views of schema 4: a version that came late counts, and stands where it belongs in time."""
    _create_local_view(db, _PLACES, "(SELECT count(*) FROM versions WHERE article_id = a.id)")
    db.create_view(
        "edits",
        """SELECT a.key, v.number, v.seen_at, v.changed, p.title AS title_before, v.title AS title_after,
  p.body AS body_before, v.body AS body_after
FROM versions v JOIN articles a ON a.id = v.article_id
JOIN versions p ON p.id = (SELECT q.id FROM versions q WHERE q.article_id = v.article_id
  AND (q.seen_at, q.number) < (v.seen_at, v.number) ORDER BY q.seen_at DESC, q.number DESC LIMIT 1)""",
        replace=True,
    )
