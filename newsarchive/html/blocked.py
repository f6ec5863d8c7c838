"""Pages that stand in the way of a page: challenges, captchas, login walls and error texts served with status 200."""

from __future__ import annotations

import re

# Each marker is what such a page cannot do without: the script or form field of the wall itself, or its whole title.
_MARKERS = (
    ("challenge", "/cdn-cgi/challenge-platform/"),
    ("challenge", "cf-browser-verification"),
    ("challenge", "window._cf_chl_opt"),
    ("challenge", "_Incapsula_Resource"),
    ("challenge", "sucuri_cloudproxy_js"),
    ("captcha", "g-recaptcha"),
    ("captcha", "h-captcha"),
    ("captcha", "cf-turnstile"),
)
_TITLES = re.compile(
    r"\s*(just a moment|attention required|access denied|403 forbidden|please wait|one moment, please|"
    r"verify you are human|"
    r"are you a robot|robot check|ddos protection|bot verification|sebentar\.\.\.|verifikasi keamanan|akses ditolak|"
    r"503 service|502 bad gateway|500 internal server error|database error|error establishing a database connection|"
    r"under maintenance|sedang dalam perbaikan)",
    re.IGNORECASE,
)
_SOFT_404 = re.compile(r"\s*(404|berita tidak ditemukan|halaman tidak ditemukan|page not found)", re.IGNORECASE)


def blocked_by(html: str, title: str | None) -> str | None:
    """What stands in the way: `challenge`, `captcha`, `error-text`, `not-found-text`; None if there is no such mark.

    Call it only for a page that no layout reads: comment forms of ordinary articles carry captchas too.
    """
    if title and _SOFT_404.match(title):
        return "not-found-text"
    if title and _TITLES.match(title):
        return "challenge" if "moment" in title.lower() or "verif" in title.lower() else "error-text"
    return next((name for name, marker in _MARKERS if marker in html), None)
