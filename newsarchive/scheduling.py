r"""Writes what makes an installation crawl by itself: units of systemd, or lines of a crontab.

Quoting follows systemd.syntax(7), systemd.exec(5) and systemd.service(5) ("COMMAND LINES": `%` is written `%%` and `$`
`$$`), and crontab(5) (`%` is written `\%`). What the target cannot say is refused and never half said.
"""

from __future__ import annotations

import re
import shlex
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from newsarchive.errors import ConfigError
from newsarchive.exits import ExitCode

EVERY = (5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720, 1440)
"""Minutes from one start to the next: those that make days of equal steps, which a calendar can say."""

TIME_LIMIT = 4 * 3600
"""Seconds after which a run ends with what it has, so that its report is written and its alarms are heard."""

DISK_MIN_FREE = 2 * 10**9
"""Bytes: enough to copy and to migrate the index of a large archive, and for the machine to go on."""

_GRACE = 900
"""Seconds beyond the time limit that a run gets to finish what is in flight and to tidy up."""

_SETTLED = (ExitCode.LOCKED, ExitCode.TIME_LIMIT, ExitCode.INTERRUPTED)
"""Endings that ask nothing of anybody: the next run goes on."""

_UNFIT = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")
_USER = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}\$?")
_PLAIN_WORD = re.compile(r"[A-Za-z0-9_./:=@,+-]+")
_CRON_LINE = 990
"""Characters that every cron takes for a command (Vixie cron: MAX_COMMAND, 1000)."""


@dataclass(frozen=True, slots=True)
class Installation:
    """What is to be run, and as whom. Paths are absolute."""

    program: tuple[str, ...]
    """How newsarchive is started: the script, or Python and `-m newsarchive`."""
    archive: Path
    user: str
    every: int = 15
    """Minutes, one of EVERY."""
    outlets_dir: Path | None = None
    name: str = "newsarchive"
    """Of the units: more than one archive needs more than one name."""
    time_limit: int = TIME_LIMIT
    """Seconds."""
    disk_min_free: int = DISK_MIN_FREE
    """Bytes that a run leaves free on the archive's disk."""
    prometheus: Path | None = None
    """Textfile with metrics that each run writes."""
    is_all: bool = False
    """Every active outlet, also those that are added to the outlet files later; else those that the archive has."""

    def __post_init__(self) -> None:
        """Raises ConfigError for what cannot be written into a unit or a crontab at all."""
        if self.every not in EVERY:
            raise ConfigError(f"every {self.every} minutes cannot be scheduled; choose of {', '.join(map(str, EVERY))}")
        if self.time_limit < 60:
            raise ConfigError(f"a time limit of {self.time_limit} s lets no run get anywhere: give a minute or more")
        if not _NAME.fullmatch(self.name):
            raise ConfigError(f"{self.name!r} is no name for a unit: letters, digits, '_', '.' and '-' only")
        if not _USER.fullmatch(self.user):
            raise ConfigError(f"{self.user!r} is not the name of a user")
        for word in (*self.command(), self.user):
            if _UNFIT.search(word) or word != word.strip():
                raise ConfigError(
                    f"{word!r} cannot be scheduled: control or broken characters, or white space at an end"
                )
        for path in (PurePosixPath(self.program[0]), self.archive, self.outlets_dir, self.prometheus):
            if path is not None and not path.is_absolute():
                raise ConfigError(f"{path}: only absolute paths can be scheduled")

    def command(self) -> tuple[str, ...]:
        """The words of the command line."""
        words = [
            *self.program,
            "crawl",
            *(["--all"] if self.is_all else []),
            "--due",
            "--quiet",
            "--archive",
            str(self.archive),
        ]
        words += ["--time-limit", str(self.time_limit), "--disk-min-free", str(self.disk_min_free)]
        for name, path in (("--outlets", self.outlets_dir), ("--prometheus", self.prometheus)):
            words += [] if path is None else [name, str(path)]
        return tuple(words)


def systemd_service(installation: Installation) -> str:
    """The text of the service unit: one run, with low priority, that can write to its own folders and nowhere else."""
    one = installation
    command = " ".join(_unit_word(word).replace("$", "$$") for word in one.command()[1:])
    settled = " ".join(str(int(code)) for code in _SETTLED)
    folder = _unit_word(str(one.archive))
    written = " ".join([folder, *([_unit_word(str(one.prometheus.parent))] if one.prometheus else [])])
    paths = [path for path in (one.archive, Path(one.program[0]), one.outlets_dir, one.prometheus) if path is not None]
    is_in_tmp = any(path.is_relative_to(tmp) for path in paths for tmp in ("/tmp", "/var/tmp"))  # noqa: S108 - no file of ours
    return f"""\
# /etc/systemd/system/{one.name}.service
# One crawl of what is due; {one.name}.timer starts it. The archive's folder must be there, and belong to {one.user}.
[Unit]
Description=Crawl what is due ({one.name})
Wants=network-online.target
After=network-online.target
RequiresMountsFor={folder}
# To hear of failures, name a unit of yours that tells you:
#OnFailure=tell-me@%n.service

[Service]
Type=oneshot
User={one.user}
ExecStart={_unit_word(one.program[0])} {command}
# {", ".join(f"{int(code)}: {code.name.lower().replace('_', ' ')}" for code in _SETTLED)}. The next run goes on.
SuccessExitStatus={settled}
# The run ends itself after {one.time_limit} s; what is stopped by these was stuck.
TimeoutStartSec={one.time_limit + _GRACE}
TimeoutStopSec=300
KillSignal=SIGTERM
KillMode=mixed
Nice=10
IOSchedulingClass=idle
NoNewPrivileges=yes
ProtectSystem=strict
ReadWritePaths={written}
ProtectHome=read-only
PrivateTmp={"no" if is_in_tmp else "yes"}
PrivateDevices=yes
ProtectControlGroups=yes
ProtectKernelTunables=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictSUIDSGID=yes
LockPersonality=yes
"""


def systemd_timer(installation: Installation) -> str:
    """The text of the timer unit. A start that was missed while the machine was off is made up for once."""
    one = installation
    return f"""\
# /etc/systemd/system/{one.name}.timer
# When both files are there:
#   systemctl daemon-reload
#   systemctl enable --now {one.name}.timer
[Unit]
Description=Crawl every {one.every} minutes ({one.name})

[Timer]
OnCalendar={_on_calendar(one.every)}
# not at the same second as everybody else's timers
RandomizedDelaySec={min(one.every * 12, 600)}
Persistent=true

[Install]
WantedBy=timers.target
"""


def crontab(installation: Installation) -> str:
    """Lines for the crontab of the user. Raises ConfigError for a path that not every cron reads alike.

    cron mails what a command prints: nothing when all is well, nor when the run before is still at work (it holds the
    archive's lock), the time limit was reached or the machine went down; else the exit code and what was said.
    """
    one = installation
    words = one.command()
    for word in words:
        if "\\" in word:
            raise ConfigError(f"{word!r} cannot stand in a crontab: crons differ about backslashes")
    command = " ".join(map(shlex.quote, words))
    settled = "|".join(str(int(code)) for code in _SETTLED)
    line = (
        f"out=$(nice -n 10 {command} 2>&1); code=$?; case $code in {settled}) ;;"
        ' 0) [ -z "$out" ] || printf \'%s\\n\' "$out" ;;'
        ' *) printf \'newsarchive ended with exit code %s\\n%s\\n\' "$code" "$out" ;; esac'
    ).replace("%", "\\%")
    if len(line) > _CRON_LINE:
        raise ConfigError(f"the command is {len(line)} characters long, and cron takes {_CRON_LINE}: use shorter paths")
    minute = zlib.crc32(str(one.archive).encode("utf-8", "surrogateescape")) % min(one.every, 60)
    return f"""\
# For the crontab of {one.user}: crontab -e -u {one.user}
# Every {one.every} minutes, not at the full quarter of everybody else. A run that finds another at work ends at once.
SHELL=/bin/sh
{_cron_times(one.every, minute)} {line}
"""


def program_of(script: str, executable: str) -> tuple[str, ...]:
    """How to start the newsarchive that is running: `script` is its `sys.argv[0]`, `executable` its Python.

    The script is taken if it is ours and lies beside that Python, as links to it may move; else `-m newsarchive`.
    """
    path = Path(script)
    beside = Path(executable).parent / "newsarchive"
    if path.name == "newsarchive" and beside.is_file():
        return (str(beside.absolute()),)
    if path.name == "newsarchive" and path.is_file():
        return (str(path.absolute()),)
    return (str(Path(executable).absolute()), "-m", "newsarchive")


def _unit_word(word: str) -> str:
    """One word of a unit file: quoted where that is needed, specifiers kept from being expanded."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return escaped if _PLAIN_WORD.fullmatch(word) else f'"{escaped}"'


def _on_calendar(every: int) -> str:
    if every < 60:
        return f"*-*-* *:0/{every}:00"
    return f"*-*-* 0/{every // 60}:00:00" if every < 1440 else "*-*-* 00:00:00"


def _cron_times(every: int, minute: int) -> str:
    if every < 60:
        return f"{minute}-59/{every} * * * *"
    hours = {60: "*", 1440: "0"}.get(every, f"*/{every // 60}")
    return f"{minute} {hours} * * *"
