"""The exit codes of the command line, each with one meaning whatever the verb."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What a caller (cron, systemd, a script) can tell from the number alone. Once released, a number never changes."""

    meaning: str

    def __new__(cls, value: int, meaning: str) -> ExitCode:
        """A member with its sentence for the documentation and `--help`."""
        member = int.__new__(cls, value)
        member._value_ = value
        member.meaning = meaning
        return member

    OK = 0, "all well"
    INTERNAL = 1, "internal error: a fault of the program, with a traceback in the log"
    USAGE = 2, "the command line cannot be understood"
    CONFIG = 4, "a setting, a file or an argument is missing or wrong, or names what is not there"
    ARCHIVE = 5, "the archive cannot be used: missing, damaged, of a newer version, or not writable"
    LOCKED = 6, "another run is writing to this archive"
    HEALTH = 7, "ran to its end, but a rule of health was broken: see `newsarchive health`"
    DIFFERS = 8, "a check found differences, and printed them"
    NETWORK = 9, "no outlet could be reached: the network is down"
    TIME_LIMIT = 10, "stopped at --time-limit with work left; the next run goes on"
    INTERRUPTED = 11, "stopped by SIGINT or SIGTERM; what was in flight is stored, the next run goes on"
    DISK = 12, "stopped because the disk is full, or has less left than --disk-min-free"
