"""What one run tells the next about servers: pauses, last requests, outlets that are left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from newsarchive.models import Outlet, Standing
from newsarchive.store import Writer
from newsarchive.store.standing import ServiceRow

AT = datetime(2025, 3, 1, 6, 0, 0, 250000, tzinfo=UTC)
OUTLET = Outlet("radarsenja-disway", "Radar Senja", "radarsenja.disway.test", "disway", "ID-JT")


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return tmp_path / "archive"


def opened(archive: Path) -> Writer:
    return Writer(archive, clock=lambda: AT)


def test_services_come_back_as_they_were(archive: Path) -> None:
    rows = [
        ServiceRow("disway", AT, AT + timedelta(hours=1), "status 429, Retry-After 3600 s"),
        ServiceRow("situs.test", AT - timedelta(days=9)),
        ServiceRow("baru.test"),
    ]
    with opened(archive) as writer:
        assert writer.services.load() == {}
        writer.services.save(rows)
        writer.services.save([])
    with opened(archive) as writer:
        assert writer.services.load() == {row.key: row for row in rows}
        writer.services.save([ServiceRow("disway", AT + timedelta(seconds=2))])
        assert writer.services.load()["disway"] == ServiceRow("disway", AT + timedelta(seconds=2)), "a hold is lifted"


def test_what_was_not_committed_is_not_there(archive: Path) -> None:
    with opened(archive) as writer:
        writer.services.save([ServiceRow("disway", AT)])
        writer.tick()
        with pytest.raises(RuntimeError):
            _save_and_fail(writer, ServiceRow("disway", AT + timedelta(hours=1)))
    with opened(archive) as writer:
        assert writer.services.load() == {"disway": ServiceRow("disway", AT)}


def _save_and_fail(writer: Writer, row: ServiceRow) -> None:
    with writer.unit():
        writer.services.save([row])
        raise RuntimeError("lost")


def test_a_run_that_died_is_known_from_one_that_ended(archive: Path) -> None:
    def begin(writer: Writer, agent: str | None = "newsarchive/1 (+mailto:a@example.org)") -> int:
        return writer.begin_run("crawl", version="1", user_agent=agent, options={})

    with opened(archive) as writer:
        assert not writer.services.is_after_a_death(), "there was no run"
        begin(writer)
    with opened(archive) as writer:
        assert writer.services.is_after_a_death()
        writer.end_run(begin(writer), exit_code=0, counts={})
        assert not writer.services.is_after_a_death()
        begin(writer, agent=None)
        assert not writer.services.is_after_a_death(), "a run over kept pages asked nobody"


def test_standings_come_back_as_they_were(archive: Path) -> None:
    standing = Standing(
        OUTLET.slug, 9, 7, AT + timedelta(days=1), AT, "blocked-captcha", "a captcha came", AT - timedelta(days=3), AT
    )
    with opened(archive) as writer:
        writer.sync_outlets([OUTLET])
        assert writer.standings.load() == {}
        writer.standings.save(standing)
    with opened(archive) as writer:
        assert writer.standings.load() == {OUTLET.slug: standing}
        well = replace(Standing(OUTLET.slug), last_ok_at=AT)
        writer.standings.save(well)
        assert writer.standings.load() == {OUTLET.slug: well}
