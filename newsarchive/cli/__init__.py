"""The command line: one module a verb, found by walking this folder; a command hands over to the library."""

from __future__ import annotations

import importlib
import pkgutil
import sys

import click

from newsarchive.cli import endings
from newsarchive.version import __version__

_NOT_VERBS = {
    "article",
    "changes",
    "copies",
    "endings",
    "events",
    "filters",
    "found",
    "heatmap",
    "logs",
    "options",
    "output",
    "page_file",
}


class _Verbs(click.Group):
    """A group whose commands are the modules of this package, imported when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        names = (m.name.removesuffix("_") for m in pkgutil.iter_modules(__path__))
        return sorted(n.replace("_", "-") for n in names if n not in _NOT_VERBS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in self.list_commands(ctx):
            return None
        stem = name.replace("-", "_")
        # `import` is a word of Python's, so its module is `import_`
        module = importlib.import_module(f"{__name__}.{'import_' if stem == 'import' else stem}")
        command: click.Command = module.command
        return command


@click.group(
    cls=_Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=f"\b\n{endings.CODES}",
)
@click.version_option(__version__, prog_name="newsarchive")
def cli() -> None:
    """Crawl Indonesian regional news and keep it for good.

    Data goes to standard output, logs to standard error. Each command has an example in its --help.
    """


def main() -> None:
    """Entry point of the `newsarchive` script: every way a command ends becomes its exit code."""
    sys.exit(endings.ended(lambda: cli.main(prog_name="newsarchive", standalone_mode=False)))
