"""All of a page that is not its article: head, navigation, side lists, scripts and footer, as heavy as in real pages."""

# ruff: noqa: E501, S311, W291  (lines are those of the template; the dice are for play)

from __future__ import annotations

import hashlib
import html
import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from newsarchive.demo.outlets import OUTLETS, DemoOutlet
from newsarchive.demo.stories import DAY_ZERO
from newsarchive.demo.story import Story

STATIC = (("3", "pedoman-pemberitaan"), ("118", "kontak-kami"), ("120", "tentang-kami"), ("121", "redaksi"))
_I = " " * 32


def base(outlet: DemoOutlet) -> str:
    """The outlet's address, with the closing slash."""
    return f"https://{outlet.host}/"


def label(section: str) -> str:
    """A section as it is printed: `gaya-hidup` -> `GAYA HIDUP`."""
    return section.replace("-", " ").upper()


def picture(story: Story, size: str = "") -> str:
    """URL of a story's picture."""
    name = hashlib.md5(story.key.encode(), usedforsecurity=False).hexdigest()
    return f"https://{story.host}/upload/{size}{name}.jpg"


def age(story: Story, day: int) -> str:
    """How long ago the story appeared as the side lists print it on `day`: `46 menit`, `3 jam`, `2 hari`."""
    now = datetime(DAY_ZERO.year, DAY_ZERO.month, DAY_ZERO.day, 10, tzinfo=story.published.tzinfo) + timedelta(days=day)
    minutes = max(1, int((now - story.published).total_seconds() // 60))
    for size, word in ((43_200, "bulan"), (1440, "hari"), (60, "jam")):
        if minutes >= size:
            return f"{minutes // size} {word}"
    return f"{minutes} menit"


def side_item(story: Story, day: int) -> str:
    """One entry of a side list: picture, headline (h4), section and age."""
    title, url = html.escape(story.edition(day).title), story.url(day)
    return f"""{_I}<li>
{_I}    <div class="media pilihan bottom-15">
{_I}        <div class="media-left thumb-post">
{_I}            <div class="frame-thumb">
{_I}                <img class="media-object" src="{picture(story, "medium/")}" alt="{title}">
{_I}                <a href="{url}" title="{title}" class="img-link"></a>
{_I}            </div>
{_I}        </div>
{_I}        <div class="media-body media-content">
{_I}            <h4 class="media-heading">
{_I}                <a href="{url}" title="{title}">{title}</a>
{_I}            </h4>
{_section_mark(story)}
{_I}            <p class="date">{age(story, day)}</p>
{_I}        </div>
{_I}    </div>
{_I}</li>
"""


def list_item(story: Story, day: int, url: str) -> str:
    """One entry of a listing or of `Berita Terkait`: headline (h2), section, age and picture."""
    title = html.escape(story.edition(day).title)
    return f"""{_I}<div class="bottom-15">
{_I}    <div class="media-body media-content media-middle">
{_I}        <h2 class="media-heading">
{_I}            <a href="{url}" title="{title}">{title}</a>
{_I}        </h2>
{_section_mark(story)}
{_I}        <p class="date">{age(story, day)}</p>
{_I}    </div>
{_I}    <div class="media-right thumb-post">
{_I}        <div class="frame-thumb">
{_I}            <img class="media-object gambarkecil" src="{picture(story, "large/")}" alt="">
{_I}            <a href="{url}" title="{title}" class="img-link"></a>
{_I}        </div>
{_I}    </div>
{_I}</div>
"""


def _section_mark(story: Story) -> str:
    url = f"https://{story.host}/kategori/{story.section}"
    return f"""{_I}            <div class="pull-left right-15">
{_I}                <p class="text-uppercase red-color labelkanal">
{_I}                    <a href="{url}"  title="{label(story.section)}"><span>{label(story.section)}</span></a>
{_I}                </p>
{_I}            </div>"""


def sidebar(stories: Sequence[Story], day: int) -> str:
    """Terkini, Terpopuler and Pilihan. What is popular changes with the day."""
    rng = random.Random(f"popular/{day}/{stories[0].host if stories else ''}")
    popular = rng.sample(list(stories), min(6, len(stories)))
    chosen = rng.sample(list(stories), min(10, len(stories)))
    rows = "".join(
        f"""{_I}<li>
{_I}    <a href="{s.url(day)}" title="{html.escape(s.edition(day).title)}"><span class="todo-number">{n}</span>
{_I}        {html.escape(s.edition(day).title)}                    </a>
{_I}</li>
"""
        for n, s in enumerate(popular, 1)
    )
    banner = f'{_I}<div class="ads-slot left1"><a href="" target="blank"><img src="banner/hari-jadi.jpg" alt="Hari Jadi"></a></div>\n'
    return (
        '<div class="col-sm-4 sidebar_area">\n<section class="bottom-15">\n<div class="label-to bottom-10"><h2>Terkini</h2></div>\n'
        f'<ul class="list-unstyled">\n{"".join(side_item(s, day) for s in stories[:5])}</ul>\n</section>\n{banner}{banner}'
        '<section class="grid bottom-15">\n<div class="label-to bottom-10"><h2>Terpopuler</h2></div>\n'
        f'<ul class="todo list-unstyled">\n{rows}</ul>\n</section>\n'
        '<section class="bottom-15">\n<div class="label-to bottom-10"><h2>Pilihan</h2></div>\n'
        f'<ul class="list-unstyled">\n{"".join(side_item(s, day) for s in chosen)}</ul>\n</section>\n</div>\n'
    )


def navigation(outlet: DemoOutlet, day: int) -> str:
    """The bar at the top with the sections; it prints the day of the visit, never that of the article."""
    here, on = base(outlet), DAY_ZERO + timedelta(days=day)
    items = "".join(
        f"""{_I}<li> 
{_I}    <a href="{here}kategori/{s}" title="{label(s)}">{label(s)}</a>
{_I}</li>
"""
        for s in outlet.sections
    )
    media = "".join(
        f"""{_I}<li style="width: 35px;">
{_I}    <a class="socmed {name}" target="_blank" href="https://{name}.test/{outlet.slug}">
{_I}        <span class="fa-stack fa-lg"><i class="fa fa-circle fa-stack-2x"></i><i class="fa fa-{name} fa-stack-1x"></i></span>
{_I}    </a>
{_I}</li>
"""
        for name in ("muka", "gambar", "kicau", "tabung")
    )
    return f"""<div class="navbar-fixed-top">
    <div class="top white main_header"><div class="container"><div class="row">
        <a class="logo" href="{here}" alt="Home"><img src="{here}assets/logo.png" alt="logo" class="img-responsive bottom-10"></a>
        <p class="text-right clearfix"><small>{on:%d %b %Y}</small></p>
        <form class="search_r" method="get" action="{here}search/kata/">
            <input type="text" name="c" placeholder="Cari Berita ..." class="search__field">
        </form>
        <a href="{here}network/list-network" title="Network"><div class="btn btn-red" role="button">Network</div></a>
        <ul class="list-inline smd">
{media}        </ul>
    </div></div></div>
    <nav class="navbar navbar-inverse navbar-static-top mob" role="navigation" id="myHeader">
        <ul class="nav navbar-nav">
{items}        </ul>
    </nav>
</div>
"""


def footer(outlet: DemoOutlet) -> str:
    """Address, static pages, sections and every outlet of the network."""
    here = base(outlet)
    pages = "".join(
        f'{_I}<li><a href="{here}readstatik/{n}/{slug}">{label(slug).title()}</a></li>\n' for n, slug in STATIC
    )
    sections = "".join(
        f'{_I}<li><a href="{here}kategori/{s}" title="{label(s)}">{label(s)}</a></li>\n' for s in outlet.sections
    )
    network = "".join(
        f"""{_I}<div class="col-lg-2 col-md-3 col-sm-4 col-xs-6"  style="padding: 3px;">
{_I}    <a href="{base(o)}" title="{o.name}" target="_blank" class="items-domain">
{_I}        <img src="{base(o)}assets/logo.png" width="100%" alt="{o.name}">
{_I}    </a>
{_I}</div>
"""
        for o in OUTLETS
    )
    return f"""    <footer>
    <div class="copyright clearfix bottom-15"><div class="container"><div class="row">
        <h5>PT {outlet.name} Rumah Warta</h5><h6>Jl. Senyap Barat No. 12, {outlet.place}</h6>
        <h5>INFORMASI</h5><ul class="list-inline list">
{pages}        </ul><h5>KANAL</h5><ul class="list-inline list">
{sections}        </ul>
{network}    </div></div></div>
    <p class="text-center">© 2025 {outlet.brand} All Rights Reserved</p>
    </footer>
"""


def scripts(outlet: DemoOutlet) -> str:
    """Inline style and advertising scripts: a third of a page's weight, the same on all pages of an outlet."""
    rng = random.Random(f"scripts/{outlet.slug}")
    slots = "\n".join(
        f"        iklan.push({{slot: '/{rng.randrange(10**8)}/{outlet.slug}_{name}_{n}', ukuran: [[{w}, {h}], 'fluid'], "
        f"lacak: '{rng.getrandbits(96):024x}', tunda: {rng.randrange(200, 4000)}, "
        f"sasaran: {{kanal: '{rng.choice(outlet.sections)}', posisi: '{name}', urut: {n}}}}});"
        for name in ("atas", "tengah", "bawah", "samping", "mengambang")
        for n, (w, h) in enumerate(((728, 90), (300, 250), (300, 600), (320, 50), (970, 250), (336, 280)))
    )
    rules = "\n".join(
        f"        .kotak-{n} .media-heading {{ font-size: {rng.randint(13, 26)}px; line-height: 1.{n % 9}em; "
        f"margin: {rng.randint(0, 20)}px {rng.randint(0, 20)}px; color: #{rng.getrandbits(24):06x}; }}"
        for n in range(90)
    )
    return f"""    <style>
        .post.text-black-1 p > span {{ display: block; line-height: 2em; }}
{rules}
    </style>
    <script>
        window.iklan = window.iklan || [];
        function muatMalas(elemen) {{
            var jarak = elemen.getBoundingClientRect().top - window.innerHeight;
            if (jarak < 400 && !elemen.dataset.siap) {{ elemen.src = elemen.dataset.src; elemen.dataset.siap = "1"; }}
        }}
{slots}
        document.addEventListener("scroll", function () {{
            document.querySelectorAll("img[data-src]").forEach(muatMalas);
        }});
    </script>
"""
