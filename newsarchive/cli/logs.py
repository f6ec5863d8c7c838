"""Log lines on standard error: text for a person, or one JSON object a line for a collector."""

from __future__ import annotations

import logging
import re
import sys
from datetime import UTC, datetime

from newsarchive.cli.output import safe, safe_line, to_json

# what must never reach a log: a password in a URL, a token in its query, the values of headers that carry credentials
_USERINFO = re.compile(r"(?<=://)[^/\s@]{1,256}@")
_CREDENTIAL = re.compile(
    r"\b((?:proxy-)?authorization|(?:set-)?cookie|x-api-key)(['\"]?\s{0,4}[:=,]\s{0,4})[^\r\n]{1,4096}", re.IGNORECASE
)

_PARAMETER = re.compile(r"(?<=[?&;])([\w.%-]{1,60})=([^&;#\s\"'<>]+)")
_SECRET_NAME = re.compile(
    r"token|secret|passw|pwd|api.?key|^key$|signature|^sig$|^auth(?!or)|session|^sid$|credential", re.IGNORECASE
)


def configure(quiet: bool = False, log_format: str = "text") -> None:
    """Send the logs of the whole program to standard error, replacing any earlier set-up.

    `log_format` is `text` or `json`; `quiet` leaves warnings and errors only. Control characters are made visible, so a
    URL from a page cannot forge a line; passwords and tokens in URLs and credential headers are blotted out.
    """
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_JsonLines() if log_format == "json" else _Text())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING if quiet else logging.INFO)
    logging.captureWarnings(True)


def say(sentence: str) -> None:
    """One sentence on standard error: as an error in the log where that is JSON, else `newsarchive: sentence`."""
    handlers = logging.getLogger().handlers
    if any(isinstance(handler.formatter, _JsonLines) for handler in handlers):
        logging.getLogger("newsarchive").error("%s", sentence)
    else:
        sys.stderr.write(safe_line(blot(f"newsarchive: {sentence}")) + "\n")


def blot(text: str) -> str:
    """The text with passwords and tokens in URLs and the values of credential headers replaced by `***`."""
    return _CREDENTIAL.sub(r"\1\2***", _PARAMETER.sub(_blotted, _USERINFO.sub("***@", text)))


def _blotted(match: re.Match[str]) -> str:
    name = match[1]
    return f"{name}=***" if _SECRET_NAME.search(name) else match[0]


class _Text(logging.Formatter):
    """`2026-01-31T07:00:00Z warning newsarchive.crawl: sentence`, an exception on the lines below."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{_at(record)} {record.levelname.lower()} {record.name}: {safe_line(blot(record.getMessage()))}"
        return f"{line}\n{safe(blot(self.formatException(record.exc_info)))}" if record.exc_info else line


class _JsonLines(logging.Formatter):
    """One object a line: `at` (UTC), `level`, `logger`, `message`, and `exception` where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        entry = {
            "at": _at(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": blot(record.getMessage()),
        }
        if record.exc_info:
            entry["exception"] = blot(self.formatException(record.exc_info))
        return to_json(entry, indent=None)


def _at(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
