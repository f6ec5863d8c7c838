"""URL shapes of Promedia, Jawa Pos, Media Indonesia, Metro TV, the regional papers, WordPress and Blogger."""

import time

import pytest

from newsarchive.models import UrlMatch
from newsarchive.networks import load_networks, match_url

NETWORKS = load_networks()
HOST = "https://situs.test"


def article(native_id: str | None = None, offset: int = 0, whole: bool = False) -> UrlMatch:
    return UrlMatch("article", native_id, offset, whole)


PROMEDIA = [
    ("/ekonomi/2471234567/warga-panen", article("2471234567")),
    ("/ekonomi/2471234567/warga-panen?page=all", article("2471234567", whole=True)),
    ("/ekonomi/2471234567/warga-panen?page=3", article("2471234567", 3)),
    ("/ekonomi/2471234567/warga-panen?page=1", article("2471234567")),
    ("/ekonomi/2471234567/warga-panen?utm_source=x&page=2", article("2471234567", 2)),
    ("/jawa-barat/pr-018012345/warga-panen?page=all", article("018012345", whole=True)),
    ("/politik/012895364/bazar-dan-pasar", article("012895364")),
    ("/solo-raya/pr-055482435/kawasan-dibersihkan", article("055482435")),
    ("/jawa-barat/amp/pr-018012345/warga-panen", UrlMatch("amp", "018012345")),
    ("/ekonomi/amp/2471234567/warga-panen", UrlMatch("amp", "2471234567")),
    ("/indeks-berita?daterange=1%20May%202025%20-%202%20May%202025&page=2", UrlMatch("index")),
    ("/indeks-berita", UrlMatch("index")),
    ("/ekonomi", UrlMatch("index")),
    ("/ekonomi?page=2", UrlMatch("index", None, 2)),
    ("/tag/kopi", UrlMatch("index")),
    ("/", UrlMatch("index")),
    ("/search?q=kopi", UrlMatch("static")),
    ("/author/55/tari-melati", UrlMatch("static")),
    ("/redaksi", UrlMatch("static")),
    ("/rss", UrlMatch("feed")),
]
JAWAPOS = [
    ("/sepak-bola-dunia/2607240073/judul-satu", article("2607240073")),
    ("/sepak-bola-dunia/2607240073/judul-satu?page=2", article("2607240073", 2)),
    ("/bansos/2471234567/judul-satu?page=all", article("2471234567", whole=True)),
    ("/ekonomi/01/03/2022/judul-satu/", article()),
    ("/daerah/kota/2020/03/10/judul-satu", article()),
    ("/2020/03/10/judul-satu/", article()),
    ("/indeks", UrlMatch("index")),
    ("/ekonomi", UrlMatch("index")),
    ("/ekonomi?page=2", UrlMatch("index", None, 2)),
    ("/tag/kopi", UrlMatch("index")),
    ("/", UrlMatch("index")),
    ("/rss.xml", UrlMatch("feed")),
    ("/_next/static/x.js", UrlMatch("asset")),
    ("/wp-content/uploads/2020/03/a.jpg", UrlMatch("asset")),
    ("/search?q=kopi", UrlMatch("static")),
    ("/amp/ekonomi/2607240073/judul-satu", UrlMatch("amp", "2607240073")),
]
MEDIAINDONESIA = [
    ("/ekonomi/822959/kpk-tak-temukan", article("822959")),
    ("/nusantara/jawa-barat/822959/kpk-tak-temukan", article("822959")),
    ("/editorials/detail_editorials/3321-judul-editorial", article()),
    ("/video/detail_video/2955-judul-video", UrlMatch("static")),
    ("/galleries/detail_galleries/49614-judul-galeri", UrlMatch("static")),
    ("/author/151/damar", UrlMatch("index")),
    ("/indeks/20/40", UrlMatch("index", None, 40)),
    ("/indeks", UrlMatch("index")),
    ("/tag/kopi", UrlMatch("index")),
    ("/politik-dan-hukum", UrlMatch("index")),
    ("/", UrlMatch("index")),
    ("/desktop/asset/css/main.min.css?t=1", UrlMatch("asset")),
    ("/login", UrlMatch("static")),
]
METROTVNEWS = [
    ("/read/N0BC1y6Z-sri-sultan-tetapkan", article("N0BC1y6Z")),
    ("/metro/aNrJG0gN-bawaslu-dki", article("aNrJG0gN")),
    ("/read/2016/01/03/207450/dewan-minyak", article("207450")),
    ("/view/2016/10/13/597065/peraih-nobel", article("597065")),
    ("/more/topic/8602/20", UrlMatch("index", None, 20)),
    ("/topic/8602/pilgub", UrlMatch("index")),
    ("/index/headline", UrlMatch("index")),
    ("/index", UrlMatch("index")),
    ("/daerah", UrlMatch("index")),
    ("/dunia-unik", UrlMatch("index")),
    ("/", UrlMatch("index")),
    ("/play/NnjCew9y-janjinya", UrlMatch("static")),
    ("/program/67", UrlMatch("static")),
    ("/dynamic/content/2016/10/13/1/a.jpg", UrlMatch("asset")),
]
RRI = [
    ("/surabaya/regional/2567232/monumen-baru", article("2567232")),
    ("/en/business/1700981/eco-friendly-bag", article("1700981")),
    ("/daerah/123456/panen-garam", article("123456")),
    ("/ambon", UrlMatch("index")),
    ("/ambon/hukum", UrlMatch("index")),
    ("/search?q=garam&page=2", UrlMatch("static")),
    ("/", UrlMatch("index")),
]
BERITAJATIM = [
    ("/mahasiswa-raih-medali-silver", article()),
    ("/peristiwa/dua-kecamatan-aman-dari-kekeringan/", article()),
    ("/kanal/hukum-kriminal/page/2", UrlMatch("index")),
    ("/tag/kediri", UrlMatch("index")),
    ("/peristiwa", UrlMatch("index")),
    ("/hukum-kriminal/", UrlMatch("index")),
    ("/feed/", UrlMatch("feed")),
    ("/wp-content/uploads/2025/11/a.jpg", UrlMatch("asset")),
    ("/pedoman-media-siber/", UrlMatch("static")),
    ("/", UrlMatch("index")),
]
RMOL = [
    ("/politik/read/2024/02/14/609364/pengamat", article("609364")),
    ("/read/2024/02/14/609364/pengamat", article("609364")),
    ("/tag/pemilu", UrlMatch("index")),
    ("/indeksberita", UrlMatch("index")),
    ("/politik", UrlMatch("index")),
    ("/rss", UrlMatch("feed")),
    ("/images/berita/normal/2015/06/a.jpg", UrlMatch("asset")),
]
HARIANJOGJA = [
    ("/r-1237730/jalur-sepeda", article("1237730")),
    ("/read/2024/02/02/510/1163565/pemkot-akan-bangun", article("1163565")),
    ("/info-kota-semarang-ini-nomor-telepon-penting-737289", article("737289")),
    ("/tag/batik", UrlMatch("index")),
    ("/jogjapolitan", UrlMatch("index")),
    ("/search?q=batik", UrlMatch("static")),
    ("/posts/2025/12/02/1237730/a.jpg", UrlMatch("asset")),
    ("/", UrlMatch("index")),
]
NUSABALI = [
    ("/berita/225365/pria-mabuk", article("225365")),
    ("/berita/225365", article("225365")),
    ("/search?keyword=subak&page=1", UrlMatch("static")),
    ("/kategori/gianyar", UrlMatch("index")),
    ("/", UrlMatch("index")),
]
JAKARTAPOST = [
    ("/news/2015/06/19/suspect-caught.html", article()),
    ("/node/659155", article("659155")),
    ("/news", UrlMatch("index")),
    ("/", UrlMatch("index")),
]
JAKARTAGLOBE = [
    ("/news/lighthouse-keeper-retires-thirty-years/", article()),
    ("/news/jakarta/ahok-vows-finish-lrt/", article()),
    ("/tag/joko-widodo/", UrlMatch("index")),
    ("/author/jakarta-globe/", UrlMatch("index")),
    ("/news/", UrlMatch("index")),
    ("/featured-2/", UrlMatch("index")),
    ("/feed/", UrlMatch("feed")),
]
WORDPRESS = [
    ("/2024/05/17/jembatan-gantung/", article()),
    ("/jembatan-gantung-wening-dibuka-lagi/", article()),
    ("/jembatan-gantung-wening-dibuka-lagi/2/", article(None, 2)),
    ("/?p=812", article()),
    ("/category/daerah/page/2/", UrlMatch("index", None, 2)),
    ("/feed/", UrlMatch("feed")),
    ("/wp-json/wp/v2/posts", UrlMatch("asset")),
]
BLOGGER = [
    ("/2019/05/warung-kopi.html", article()),
    ("/2019/05/warung-kopi.html?showComment=1", article()),
    ("/2019/05/warung-kopi.html?m=1", UrlMatch("amp")),
    ("/p/tentang-kami.html", UrlMatch("static")),
    ("/search/label/kopi?max-results=7", UrlMatch("index")),
    ("/search?updated-max=2019-05-17", UrlMatch("index")),
    ("/search?q=kopi", UrlMatch("static")),
    ("/2019/05/", UrlMatch("index")),
    ("/feeds/posts/default?alt=rss", UrlMatch("feed")),
    ("/", UrlMatch("index")),
]
SHAPES = {
    "promedia": PROMEDIA,
    "jawapos-next": JAWAPOS,
    "mediaindonesia": MEDIAINDONESIA,
    "metrotvnews": METROTVNEWS,
    "rri": RRI,
    "beritajatim": BERITAJATIM,
    "rmol": RMOL,
    "harianjogja": HARIANJOGJA,
    "nusabali": NUSABALI,
    "jakartapost": JAKARTAPOST,
    "jakartaglobe": JAKARTAGLOBE,
    "wordpress": WORDPRESS,
    "blogger": BLOGGER,
}


@pytest.mark.parametrize(
    ("slug", "path", "want"), [(slug, path, want) for slug, shapes in SHAPES.items() for path, want in shapes]
)
def test_shapes(slug: str, path: str, want: UrlMatch) -> None:
    assert match_url(NETWORKS[slug], HOST + path) == want


@pytest.mark.parametrize("slug", SHAPES)
@pytest.mark.parametrize("unit", ["a", "-", "a-", "a/", "1", "?", "?&", "&page=", "/1", "a.", "%", "/2024/05", "/amp"])
def test_no_url_takes_long(slug: str, unit: str) -> None:
    """Every pattern reads its URL once: 50,000 characters cost milliseconds, not minutes."""
    began = time.process_time()
    for start in ("/", "/a-b-c-d-", "/2024/05/17/", "/read/", "/ekonomi/2471234567/a?"):
        match_url(NETWORKS[slug], HOST + start + unit * (50_000 // len(unit)) + "!")
    assert time.process_time() - began < 2


def test_the_same_article_has_one_number_in_every_shape() -> None:
    """Old and new addresses of one article lead to one row."""
    shapes = {
        "harianjogja": ("/read/2024/02/02/510/1163565/judul", "/r-1163565/judul"),
        "promedia": ("/ekonomi/2471234567/judul", "/ekonomi/amp/2471234567/judul"),
        "rmol": ("/politik/read/2024/02/14/609364/judul", "/amp/politik/2024/02/14/609364/judul"),
    }
    for slug, paths in shapes.items():
        matches = [match_url(NETWORKS[slug], HOST + path) for path in paths]
        assert len({match.native_id for match in matches if match}) == 1, slug
