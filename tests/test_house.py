"""The rules of the house that a reviewer would otherwise have to remember."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

import newsarchive.cli
from newsarchive import __version__

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted([*ROOT.glob("newsarchive/**/*.py"), *ROOT.glob("spiders/**/*.py")])
VERBS = newsarchive.cli.cli.list_commands(click.Context(newsarchive.cli.cli))
PRINT_DATA = {
    "health", "outlets", "extract", "clean", "import", "search", "show", "status", "demo", "coverage", "versions",
    "snapshot", "purge", "prune",
    "diff", "replay",
    "verify", "backup",
}  # fmt: skip


def label(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def tracked() -> tuple[Path, ...]:
    """Files under version control; a source archive has none, and the tests that need the list are skipped."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("needs a checkout under git")
    return tuple(path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file())


def verb(name: str) -> click.Command:
    command = newsarchive.cli.cli.get_command(click.Context(newsarchive.cli.cli), name)
    assert command is not None
    return command


def leaves(command: click.Command) -> list[click.Command]:
    """The commands of a group; a command that is none itself."""
    return [*command.commands.values()] if isinstance(command, click.Group) else [command]


@pytest.mark.parametrize("name", VERBS)
def test_every_command_has_help_and_an_example(name: str):
    command = verb(name)
    text = command.get_help(click.Context(command, info_name=f"newsarchive {name}"))
    assert command.help
    assert f"newsarchive {name}" in text.partition("Example")[2]
    for leaf in leaves(command):
        assert leaf.help
        assert all(p.help for p in leaf.params if isinstance(p, click.Option))


@pytest.mark.parametrize("name", sorted(PRINT_DATA))
def test_every_command_that_prints_data_prints_json(name: str):
    assert all("--json" in {option for p in leaf.params for option in p.opts} for leaf in leaves(verb(name)))


@pytest.mark.parametrize("name", VERBS)
def test_every_command_is_documented(name: str):
    texts = [ROOT / "README.md", *ROOT.glob("docs/*.md")]
    assert any(f"newsarchive {name}" in path.read_text(encoding="utf-8") for path in texts)


def public(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """Public functions and classes of a module, and the public methods of those classes."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(ast.Module(node.body, []))


def is_overriding(node: ast.AST) -> bool:
    """A method marked as an override keeps the contract of the method above it, and so may do without a text."""
    decorators = getattr(node, "decorator_list", [])
    return any(isinstance(d, ast.Name) and d.id in ("override", "overload") for d in decorators)


@pytest.mark.parametrize("path", MODULES, ids=label)
def test_modules(path: Path):
    """Docstrings everywhere in public, one purpose a module, nothing too long to be read at a sitting."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    assert path.stem not in {"utils", "util", "helpers", "common", "misc", "core", "base"}
    if source.strip():
        assert ast.get_docstring(tree), "the module has no docstring"
    silent = [n.name for n in public(tree) if not ast.get_docstring(n) and not is_overriding(n)]
    assert not silent, f"no docstring: {', '.join(silent)}"
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    # a list of declarations without any code is read one by one, however many there are
    assert source.count("\n") <= 300 or not functions
    long = [n.name for n in functions if (n.end_lineno or 0) - n.lineno >= 60]
    assert not long, f"longer than 60 lines: {', '.join(long)}"
    assert not re.search(r"\b(TODO|FIXME|XXX)\b", source)


def test_test_modules_need_no_packages():
    """Tests are imported by path: an `__init__.py` would change their names and hide clashes."""
    assert not list(ROOT.glob("tests/**/__init__.py"))


@pytest.mark.parametrize("path", sorted((ROOT / "data" / "outlets").glob("*.toml")), ids=label)
def test_an_outlet_is_one_line(path: Path):
    text = path.read_text(encoding="utf-8")
    table = tomllib.loads(text)
    rows = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    assert [line.partition(" = ")[0] for line in rows] == list(table)
    if isinstance(table.get("network"), str):  # of all rows of the file, named once above them
        assert next(iter(table)) == "network"
        del table["network"]
    slugs = list(table)
    assert slugs == sorted(slugs)


def test_the_version_is_one():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == __version__
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_everything_that_is_installed_is_pinned():
    """Plain `name==version` lines, without addresses; every requirement of ours is among them."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pins = [line for line in lines if not line.startswith("#")]
    assert [p for p in pins if not re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!]+", p)] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *(r for extra in project["optional-dependencies"].values() for r in extra)]
    names = {re.match(r"[A-Za-z0-9._-]+", r)[0] for r in wanted}  # type: ignore[index]
    pinned = {p.partition("==")[0].lower().replace("_", "-") for p in pins}
    assert {n.lower().replace("_", "-") for n in names} <= pinned


def test_no_file_names_this_machine_or_a_package_host():
    """No absolute path of the checkout or of its user's home, and no address that packages come from."""
    hosts = ("py" + "pi.org", "python" + "hosted.org", "registry.npm" + "js.org")
    homes = tuple(f"{p}/" for p in (ROOT.parent, Path.home()) if len(p.parts) > 1)
    found = [
        f"{label(path)}: {word}"
        for path in tracked()
        for word in (*hosts, *homes)
        if word.encode() in path.read_bytes()
    ]
    assert not found


def test_no_file_is_large():
    assert not [label(p) for p in tracked() if p.stat().st_size > 300_000]


def test_no_text_of_real_pages_is_in_the_project(shared: Path):
    """Fixtures are in our own words: no run of twelve words of a real article or of the seed text is here."""

    def runs(text: str) -> set[str]:
        words = re.findall(r"\w+", text.lower())
        return {" ".join(words[i : i + 12]) for i in range(len(words) - 11)}

    golds = [json.loads(p.read_text(encoding="utf-8")) for p in (shared / "pages").glob("*.json")]
    real = {run for gold in golds for paragraph in gold.get("body", ()) for run in runs(paragraph)}
    assert real
    for path in (shared / "seed").glob("*.txt"):
        real |= {run for line in path.read_text(encoding="utf-8").splitlines() for run in runs(line)}
    copied = {
        label(path): hits[0]
        for path in tracked()
        if (hits := sorted(runs(path.read_text(encoding="utf-8", errors="replace")) & real))
    }
    assert not copied
