"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path

import click

archive = click.option(
    "--archive",
    "archive_dir",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("data/archive"),
    envvar="NEWSARCHIVE_DIR",
    show_default=True,
    show_envvar=True,
    help="Folder of the archive: news.db and packs/.",
)

outlets = click.option(
    "--outlets",
    "outlets_dir",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder of outlet files to read instead of the project's own.",
)

as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of a table.")

quiet = click.option("-q", "--quiet", is_flag=True, help="Print nothing when all is well.")

log_format = click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How log lines on standard error are written.",
)
