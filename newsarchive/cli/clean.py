"""`newsarchive clean`: dumps of article pages and HTML fragments, without what is no news."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import click

from newsarchive import clean_html, clean_text
from newsarchive.cli import options, output
from newsarchive.errors import NewsarchiveError
from newsarchive.models import CleanText


@click.command(
    epilog="""\b
Example:
  newsarchive clean dump.txt
  pdftotext page.pdf - | newsarchive clean - --json
  newsarchive clean --html item.html
"""
)
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--html", "is_html", is_flag=True, help="FILE is an HTML fragment: a body cut out of its page or feed.")
@options.as_json
def command(files: tuple[str, ...], is_html: bool, as_json: bool) -> None:
    """Print the title and the clean text of plain-text dumps of articles, or of HTML fragments.

    FILE holds one article in UTF-8; - is standard input. With --json everything that was read is printed: dates, names,
    captions, related links, and every dropped line with the rule that dropped it; several files give a list.
    """
    clean = clean_html if is_html else clean_text
    read = [(name, clean(_read(name))) for name in files]
    if not as_json:
        output.echo("\n\n\n".join(output.safe(_as_text(text)) for _, text in read))
        return
    names = [field.name for field in dataclasses.fields(CleanText)]
    values = [{"file": file, **{name: getattr(text, name) for name in names}} for file, text in read]
    output.echo_json(values if len(values) > 1 else values[0])


def _read(name: str) -> str:
    """The text of one file. Raises NewsarchiveError, which names the file, if it cannot be read or is not UTF-8."""
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NewsarchiveError(f"{name}: is not UTF-8 text (byte {error.start} cannot be decoded)") from error
    except (OSError, ValueError) as error:  # ValueError: a name with a null byte
        raise NewsarchiveError(f"{name}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _as_text(clean: CleanText) -> str:
    return "\n\n".join(([clean.title] if clean.title else []) + list(clean.body))
