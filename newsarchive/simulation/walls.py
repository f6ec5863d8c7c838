"""Pages of hostile servers: a captcha, an error text, a text that says nothing was found, and lists without end."""

from __future__ import annotations

import re

from newsarchive.simulation.outlets import SimOutlet

CAPTCHA = (
    "<!DOCTYPE html><html><head><title>Attention Required!</title></head><body><h1>Verifikasi bahwa Anda manusia</h1>"
    '<form action="/cdn-cgi/l/chk_captcha"><div class="g-recaptcha" data-sitekey="contoh"></div></form></body></html>'
)
ERROR_TEXT = (
    "<!DOCTYPE html><html><head><title>Database Error</title></head><body>"
    "<h1>Error establishing a database connection</h1></body></html>"
)
NOT_FOUND_TEXT = (
    '<!DOCTYPE html><html lang="id"><head><title>Berita tidak ditemukan</title></head><body>'
    "<h1>Berita tidak ditemukan</h1><p>Berita yang Anda cari tidak ada atau sudah dipindahkan.</p></body></html>"
)

_CORRIDOR = re.compile(r"/(?:category|tag)/lorong-(\d+(?:-\d+)*)/(?:page/(\d+)/)?")
_DAY = re.compile(r"/(\d{4})/(\d\d)/(\d\d)/(?:page/(\d+)/)?")


def trap_page(outlet: SimOutlet, path: str) -> str | None:
    """A list that leads to more lists, for ever: categories below categories, pages behind pages, day before day.

    The front page and the feed, where the way in is, are given with the links into the trap. None: no such path.
    """
    here = f"http://{outlet.host}"
    if found := _CORRIDOR.fullmatch(path):
        page = int(found[2] or 1)
        doors = "".join(f'<a href="{here}/category/lorong-{found[1]}-{n}/">Lorong {n}</a>' for n in range(1, 6))
        older = f'<a class="next" href="{here}/category/lorong-{found[1]}/page/{page + 1}/">Lama</a>'
        return f"<html><head><title>Lorong</title></head><body>{doors}{older}</body></html>"
    if found := _DAY.fullmatch(path):
        year, month, day = (int(found[n]) for n in (1, 2, 3))
        before = f"{year - (month == day == 1):04}/{(month - (day == 1) - 1) % 12 + 1:02}/{(day - 2) % 28 + 1:02}"
        door = f'<a href="{here}/{before}/">Hari sebelumnya</a>'
        return f"<html><head><title>Arsip</title></head><body>{door}</body></html>"
    return None


def trap_doors(outlet: SimOutlet) -> str:
    """Links into the trap, for the front page of the outlet that has one."""
    here = f"http://{outlet.host}"
    return "".join(f'<li><a href="{here}/category/lorong-{n}/">Lorong {n}</a></li>' for n in range(1, 6)) + (
        f'<li><a href="{here}/2025/06/15/">Arsip</a></li>'
    )
