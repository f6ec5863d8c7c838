"""By what pages that stand in the way of a page give themselves away: titles, marks of their software, sentences."""

from __future__ import annotations

import re
from typing import Final, Literal

Wall = Literal[
    "challenge",
    "captcha",
    "login",
    "firewall",
    "suspended",
    "parked",
    "maintenance",
    "error-text",
    "not-found-text",
]
"""challenge: a script has to run first; captcha: a person has to prove to be one; login: an account is asked for;
firewall: refused outright; suspended, parked: the site is not there, only its hoster or a trader in names;
maintenance, error-text: the site says that it does not work; not-found-text: it says that there is no such article."""

TITLES: Final[dict[str, Wall]] = {
    **dict.fromkeys(
        (
            *("just a moment", "one moment, please", "please wait", "checking your browser", "ddos-guard", "sebentar"),
            *("tunggu sebentar", "mohon tunggu", "mohon tunggu sebentar", "ddos protection by cloudflare"),
            *("bot verification", "verifying your browser", "browser check", "security check", "security verification"),
            *("verifikasi keamanan", "client challenge", "vercel security checkpoint", "making sure you're not a bot"),
            *("making sure you&#39;re not a bot", "establishing a secure connection", "human verification"),
            *("verify you are human", "are you a robot", "robot check", "verifikasi bahwa anda manusia"),
        ),
        "challenge",
    ),
    **dict.fromkeys(("captcha", "recaptcha", "captcha check", "attention required", "captcha challenge"), "captcha"),
    **dict.fromkeys(
        (
            *("access denied", "access to this page has been denied", "akses ditolak", "403 forbidden", "forbidden"),
            *("403", "error 403", "request rejected", "request blocked", "not acceptable", "406 not acceptable"),
            *("you have been blocked", "sucuri website firewall", "incapsula", "pardon our interruption", "blocked"),
            *(
                "error: the request could not be satisfied",
                "your access to this site has been limited",
                "access blocked",
            ),
            *("internet positif", "internetpositif", "trustpositif", "situs diblokir", "web page blocked"),
        ),
        "firewall",
    ),
    **dict.fromkeys(
        ("login", "log in", "sign in", "masuk", "halaman login", "login page", "silakan login", "silakan masuk"),
        "login",
    ),
    **dict.fromkeys(
        (
            *("account suspended", "this account has been suspended", "website suspended", "site suspended"),
            *("akun ditangguhkan", "hosting suspended", "suspended", "bandwidth limit exceeded", "domain suspended"),
        ),
        "suspended",
    ),
    **dict.fromkeys(
        (
            *("domain for sale", "domain parking", "parked domain", "this domain is for sale", "domain dijual"),
            *("this domain has expired", "domain expired", "default web site page", "domain default page"),
            *("welcome to nginx", "apache2 ubuntu default page: it works", "apache2 debian default page: it works"),
            *("test page for the apache http server", "index of /", "domain is parked", "hostinger dns system page"),
        ),
        "parked",
    ),
    **dict.fromkeys(
        (
            *("maintenance", "under maintenance", "site maintenance", "maintenance mode", "website under maintenance"),
            *("sedang dalam perbaikan", "dalam perbaikan", "website sedang dalam perbaikan", "sedang maintenance"),
            *("situs sedang dalam perbaikan", "situs dalam perbaikan", "site under maintenance", "under construction"),
        ),
        "maintenance",
    ),
    **dict.fromkeys(
        (
            *("database error", "error establishing a database connection", "a php error was encountered", "error"),
            *("500", "error 500", "500 internal server error", "internal server error", "500 error", "server error"),
            *("502", "502 bad gateway", "bad gateway", "503", "503 service unavailable", "service unavailable"),
            *("503 service temporarily unavailable", "504", "504 gateway time-out", "504 gateway timeout"),
            *("application error", "runtime error", "fatal error", "page expired", "gateway timeout", "oops"),
            *("whoops, looks like something went wrong", "whoops! there was an error", "an error was encountered"),
            *("service temporarily unavailable", "508 resource limit is reached", "resource limit is reached"),
            *("too many requests", "429 too many requests", "terjadi kesalahan"),
        ),
        "error-text",
    ),
    **dict.fromkeys(
        (
            *("404", "error 404", "404 error", "not found", "404 not found", "404 page not found", "page not found"),
            *("halaman tidak ditemukan", "berita tidak ditemukan", "artikel tidak ditemukan", "laman tidak ditemukan"),
            *("halaman tak ditemukan", "konten tidak ditemukan", "tidak ditemukan", "data tidak ditemukan"),
            *("404 halaman tidak ditemukan", "halaman tidak tersedia", "berita tidak tersedia", "nothing found"),
            *("error 404 (not found)!!1", "410 gone", "oops! that page can't be found", "berita telah dihapus"),
            *("oops! that page can&rsquo;t be found", "404 - not found", "maaf, halaman tidak ditemukan"),
            *("maaf, berita tidak ditemukan", "page doesn't exist", "article not found", "file not found"),
        ),
        "not-found-text",
    ),
}
"""Whole parts of a title, between its dashes and bars, in lower case and without the marks that end a sentence."""

SURE_MARKS: Final[tuple[tuple[Wall, str], ...]] = (
    ("challenge", "_cf_chl_opt"),
    ("challenge", "cf-browser-verification"),
    ("challenge", "challenge-error-text"),
    ("challenge", "/cdn-cgi/l/chk_jschl"),
    ("captcha", "/cdn-cgi/l/chk_captcha"),
    ("firewall", "cf-error-details"),
    ("challenge", "sucuri_cloudproxy_js"),
    ("challenge", "/.well-known/ddos-guard/js-challenge"),
    ("challenge", "hcdn-cgi/jschallenge"),
    ("challenge", "anubis_challenge"),
    ("challenge", "slowAES.decrypt"),
    ("challenge", "window.gokuProps"),
    ("captcha", "awsWafCookieDomainList"),
    ("captcha", "px-captcha"),
    ("captcha", "geo.captcha-delivery.com"),
    ("captcha", "/.lsrecap/"),
    ("firewall", "Generated by Wordfence"),
)
"""What the software of a wall cannot do without, and an article never holds."""

LIKELY_MARKS: Final[tuple[tuple[Wall, str], ...]] = (
    ("challenge", "challenge-form"),
    ("challenge", "_Incapsula_Resource"),
    ("challenge", "wsidchk"),
    ("captcha", "g-recaptcha"),
    ("captcha", "h-captcha"),
    ("captcha", "cf-turnstile"),
    ("parked", "sedoparking.com"),
    ("parked", "parkingcrew.net"),
    ("parked", "d38psrni17bvxu.cloudfront.net"),
    ("parked", "bodis.com"),
    ("parked", "hugedomains.com"),
    ("parked", 'window.location.href="/lander"'),
)
"""What walls hold, and comment forms and statistics of ordinary articles too: these count on a page without a text."""

_NEWS: Final = r"\b(?:berita|halaman|artikel|laman|konten|tulisan|url|tautan)"
_YOUR: Final = r"(?: yang)?(?: (?:anda|kamu|kami))?(?: (?:cari|tuju|minta|akses|maksud|inginkan|ini))?"
_PAGE: Final = r"\b(?:page|article|post|content)(?: that)?"
_ASKED: Final = r"(?: you(?:'re| are| were)? (?:requested|looking for|trying to reach))?"
_NOT_FOUND: Final = (
    rf"{_NEWS}{_YOUR} (?:tidak|tak|belum) (?:dapat |bisa |lagi )?(?:ditemukan|tersedia|dijumpai)",
    rf"{_NEWS}(?: ini)? (?:sudah|telah) (?:dihapus|tidak tersedia|tidak ada|dicabut)",
    rf"{_PAGE}{_ASKED}(?: was| is| could| can|) ?(?:not|cannot|can't|n't) (?:be )?found",
    rf"{_PAGE} (?:does not|doesn't|no longer) exist",
)
_SENTENCES: Final[dict[Wall, tuple[str, ...]]] = {
    "challenge": (
        r"checking (?:if the site connection is secure|your browser before)",
        r"verify(?:ing)? (?:that )?you are (?:a )?human",
        r"enable javascript and cookies to continue",
        r"please wait while your request is being verified",
        r"site requires javascript to work",
        r"memeriksa (?:peramban|browser) anda",
        r"complete the security check",
    ),
    "captcha": (
        r"i'?m not a robot",
        r"saya bukan robot",
        r"enter the characters (?:you see|below)",
        r"(?:masukkan|selesaikan) (?:kode )?captcha",
    ),
    "firewall": (
        r"you have been blocked",
        r"sucuri website firewall",
        r"incapsula incident id",
        r"reference ?#[0-9a-f]{1,8}\.[0-9a-f]",
        r"requested url was rejected",
        r"appropriate representation of the requested resource could not be found",
        r"imunify360",
        r"\bmod_?security\b",
        r"your access to this (?:site|page) has been (?:limited|denied)",
        r"you don't have permission to access",
        r"your ip (?:address )?(?:has been|is) (?:blocked|blacklisted|banned)",
        r"akses (?:anda )?(?:telah |ke (?:situs|halaman) ini )?(?:ditolak|diblokir)",
        r"internet ?positif|aduankonten\.id",
    ),
    "suspended": (
        r"account (?:has been )?suspended",
        r"(?:akun|hosting|website|situs)(?: ini)? (?:telah |sedang )?(?:ditangguhkan|disuspend|dinonaktifkan)",
        r"bandwidth limit exceeded",
    ),
    "parked": (
        r"domain (?:name )?(?:is|may be|might be) for sale",
        r"this domain (?:has expired|is parked|is registered)",
        r"buy this domain",
        r"domain ini (?:dijual|telah kedaluwarsa|sudah expired)",
        r"future home of",
        r"welcome to nginx|apache2 default page",
    ),
    "maintenance": (
        r"(?:under|scheduled) maintenance",
        r"sedang (?:dalam )?(?:perbaikan|pemeliharaan|maintenance|diperbaiki)",
        r"we'll be back (?:soon|shortly)",
    ),
    "error-text": (
        r"error establishing a database connection|database error|sqlstate\[|too many connections",
        r"\bfatal error\b|a php error was encountered|an application error|server error in '/' application",
        r"something went wrong|internal server error|service (?:temporarily )?unavailable",
        r"\bbad gateway\b|gateway time-?out",
        r"terjadi kesalahan (?:pada|di) (?:server|sistem)",
    ),
    "not-found-text": _NOT_FOUND,
    "login": (
        r"(?:silakan|silahkan|anda harus|mohon) (?:login|masuk|log in) (?:terlebih|dulu|dahulu|untuk)",
        r"please (?:log|sign) ?in to (?:continue|view|read)",
        r"you must be logged in",
    ),
}
SENTENCES: Final[dict[Wall, re.Pattern[str]]] = {
    wall: re.compile("|".join(patterns), re.IGNORECASE) for wall, patterns in _SENTENCES.items()
}
"""What walls say; newspapers write such sentences too, so they count where there is hardly any other text."""

NOT_FOUND: Final = SENTENCES["not-found-text"]

LOGIN_PATH: Final = re.compile(
    r"/(?:[\w-]{1,30}/){0,3}(?:wp-login(?:\.php)?|log-?in|sign-?in|masuk|signup|sso|auth|oauth2?|daftar)"
    r"(?:\.\w{3,5})?(?:/[\w-]{0,40}){0,2}/?",
    re.IGNORECASE,
)
"""Paths of pages that ask for an account."""
