"""URL shapes of detik, kompas, tribun, antara, tempo, jpnn and kapanlagi, of all years."""

import pytest

from newsarchive.models import UrlMatch
from newsarchive.networks import load_networks, match_url

SHAPES = {
    "detik": [
        ("/berita/d-7572645/judul-satu", UrlMatch("article", "7572645")),
        ("/jateng/berita/d-7572645/judul-satu", UrlMatch("article", "7572645")),
        ("/sepakbola/liga-inggris/d-7572645/judul-satu?tag_from=x", UrlMatch("article", "7572645")),
        ("/berita/d-7572645/judul-satu/2", UrlMatch("article", "7572645", 2)),
        ("/berita/d-7572645/judul-satu/1", UrlMatch("article", "7572645")),
        ("/berita/d-7572645/judul-satu?single=1", UrlMatch("article", "7572645", 0, True)),
        ("/berita/d-7572645/judul-satu?a=b&single=1&c=d", UrlMatch("article", "7572645", 0, True)),
        ("/berita/d-7572645", UrlMatch("article", "7572645")),
        ("/berita/d-7572645/judul-tahun-2024", UrlMatch("article", "7572645")),
        ("/berita/d-7572645/judul-satu/amp", UrlMatch("amp", "7572645")),
        ("//berita/2943745/judul-satu", UrlMatch("article", "2943745")),
        ("/bbc-world/2945404/judul-satu", UrlMatch("article", "2945404")),
        ("/read/2015/11/05/100026/3062623/323/judul-satu", UrlMatch("article", "3062623")),
        ("/read/2013/03/26/073047/2203433/10/2/judul-satu", UrlMatch("article", "2203433", 2)),
        ("/readfoto/2016/02/23/153201/3149106/461/1/judul-foto", UrlMatch("article", "3149106")),
        ("/readfoto/2016/02/23/153201/3149106/461/3/judul-foto", UrlMatch("article", "3149106", 3)),
        ("/", UrlMatch("index")),
        ("/jateng", UrlMatch("index")),
        ("/indeks", UrlMatch("index")),
        ("/indeks/5", UrlMatch("index", None, 5)),
        ("/jateng/indeks?page=2&date=03/11/2026", UrlMatch("index")),
        ("/kanal/1016/properti", UrlMatch("index")),
        ("/tag/kuhp", UrlMatch("index")),
        ("/sulsel/rss", UrlMatch("feed")),
        ("/redaksi", UrlMatch("static")),
        ("/community/media/visual/2021/09/28/gambar.jpeg", UrlMatch("asset")),
        ("/berita/d-/judul", None),
    ],
    "kompas": [
        ("/read/2023/11/02/213419026/judul-satu", UrlMatch("article", "2023/11/02/213419026")),
        ("/read/2023/11/02/213419026/judul-satu?page=2", UrlMatch("article", "2023/11/02/213419026", 2)),
        ("/read/2023/11/02/213419026/judul-satu?page=1", UrlMatch("article", "2023/11/02/213419026")),
        ("/read/2023/11/02/213419026/judul-satu?page=all", UrlMatch("article", "2023/11/02/213419026", 0, True)),
        (
            "/read/2023/11/02/213419026/judul-satu?utm_source=x&page=all#komentar",
            UrlMatch("article", "2023/11/02/213419026", 0, True),
        ),
        ("/read/2016/02/16/14382361/Judul.Satu.Dua.", UrlMatch("article", "2016/02/16/14382361")),
        ("/read/2015/06/17/1634438/Judul", UrlMatch("article", "2015/06/17/1634438")),
        ("/read/xml/2016/02/23/145448826/Judul.Satu", UrlMatch("article", "2016/02/23/145448826")),
        ("/amp/read/2023/11/02/213419026/judul", UrlMatch("amp", "2023/11/02/213419026")),
        ("/tren/read/2023/11/02/213419026/judul", UrlMatch("article", "2023/11/02/213419026")),
        ("/read/24C25210000268/buah-untuk-jantung", UrlMatch("article", "24C25210000268")),
        ("/tren/read/2023/11/02/213419026/judul?page=2", UrlMatch("article", "2023/11/02/213419026", 2)),
        ("/", UrlMatch("index")),
        ("/regional", UrlMatch("index")),
        ("/indeks/index/news/regional", UrlMatch("index")),
        ("/?site=regional&date=2023-11-02&page=2", UrlMatch("index")),
        ("/tag/menhub", UrlMatch("index")),
        ("/komentar/2023/11/02/213419026/judul", UrlMatch("static")),
        ("/data/photo/2016/02/16/135701420160216.jpg", UrlMatch("asset")),
        ("/read/2023/11/02/judul", None),
    ],
    "tribun": [
        ("/internasional/9000301/judul-satu", UrlMatch("article", "9000301")),
        ("/internasional/9000301/judul-satu?page=2", UrlMatch("article", "9000301", 2)),
        ("/internasional/9000301/judul-satu?page=1&s=paging_new", UrlMatch("article", "9000301")),
        ("/internasional/9000301/judul-satu?page=all", UrlMatch("article", "9000301", 0, True)),
        ("/pendidikan/2020/05/04/judul-satu", UrlMatch("article", "2020/05/04/judul-satu")),
        ("/pendidikan/2020/05/04/judul-satu?page=3", UrlMatch("article", "2020/05/04/judul-satu", 3)),
        ("/2015/06/19/judul-satu", UrlMatch("article", "2015/06/19/judul-satu")),
        ("/", UrlMatch("index")),
        ("/regional", UrlMatch("index")),
        ("/index-news?date=2025-4-28&page=2", UrlMatch("index")),
        ("/index-news/regional", UrlMatch("index")),
        ("/topic/berita-kabupaten-tegal", UrlMatch("index")),
        ("/tag/jawaban-soal?url=pendidikan/2020/05/04/judul", UrlMatch("index")),
        ("/2024/05?page=2", UrlMatch("index")),
        ("/rss", UrlMatch("feed")),
        ("/regional/sitemap-news.xml", UrlMatch("feed")),
        ("/webstories/1234567/judul", UrlMatch("static")),
        ("/foto/bank/images/gambar.jpg", UrlMatch("asset")),
    ],
    "antara": [
        ("/berita/527615/judul-satu", UrlMatch("article", "527615")),
        ("/berita/527615/judul-satu?utm_source=populer_home&utm_medium=populer", UrlMatch("article", "527615")),
        ("/berita/527615", UrlMatch("article", "527615")),
        ("/nasional/berita/5100123/judul", UrlMatch("article", "5100123")),
        ("/rilis-pers/4600123/judul", UrlMatch("article", "4600123")),
        ("/news/290123/english-title", UrlMatch("article", "290123")),
        ("/amp/berita/527615/judul-satu", UrlMatch("amp", "527615")),
        ("/", UrlMatch("index")),
        ("/terkini", UrlMatch("index")),
        ("/terkini/3", UrlMatch("index", None, 3)),
        ("/terkini?page=2", UrlMatch("index")),
        ("/artikel/opini", UrlMatch("index")),
        ("/search?q=banjir", UrlMatch("index")),
        ("/tag/123456/banjir", UrlMatch("index")),
        ("/rss/terkini.xml", UrlMatch("feed")),
        ("/print/527615/judul", UrlMatch("static")),
        ("/new/2015/11/ori/20151105antarafoto.jpg", UrlMatch("asset")),
    ],
    "tempo": [
        ("/read/news/2015/11/05/060716092/judul-satu?i=1", UrlMatch("article", "060716092")),
        ("/read/news/2015/11/04/055715684,uk.html/English-Title", UrlMatch("article", "055715684")),
        ("/read/beritafoto/35754/Photos-Title", UrlMatch("article", "35754")),
        ("/read/1234567/judul-satu", UrlMatch("article", "1234567")),
        ("/ekonomi/judul-satu-dua-9100001", UrlMatch("article", "9100001")),
        ("/ekonomi/judul-satu-dua-9100001?utm_source=x", UrlMatch("article", "9100001")),
        ("/", UrlMatch("index")),
        ("/ekonomi", UrlMatch("index")),
        ("/ASEAN-News", UrlMatch("index")),
        ("/indeks/2015-11-05", UrlMatch("index")),
        ("/penulis/nama-9001", UrlMatch("index")),
        ("/ekonomi/_payload.json", UrlMatch("static")),
        ("/data/2015/10/29/id_449444/449444_620.jpg", UrlMatch("asset")),
    ],
    "jpnn": [
        ("/news/judul-satu-dua", UrlMatch("article", "judul-satu-dua")),
        ("/news/judul-satu-dua?page=2", UrlMatch("article", "judul-satu-dua", 2)),
        ("/news/judul-satu-dua?utm_source=x", UrlMatch("article", "judul-satu-dua")),
        ("/jatim-terkini/16219/judul-satu", UrlMatch("article", "16219")),
        ("/amp/news/judul-satu-dua", UrlMatch("amp", "judul-satu-dua")),
        ("/", UrlMatch("index")),
        ("/nasional/humaniora", UrlMatch("index")),
        ("/tag/gerindra", UrlMatch("index")),
        ("/photo/arsip/gambar.jpg", UrlMatch("asset")),
        ("/news", UrlMatch("index")),
    ],
    "kapanlagi": [
        ("/showbiz/selebriti/judul-satu-1b2294.html", UrlMatch("article", "1b2294")),
        ("/berita/judul-satu-c1994d.html?x=1", UrlMatch("article", "c1994d")),
        ("/ragam/tag-populer/dulu_dan_kini.html", UrlMatch("index")),
        ("/indonesia/d/dian_sastrowardoyo/berita/", UrlMatch("index")),
        ("/showbiz/", UrlMatch("index")),
        ("/", UrlMatch("index")),
        ("/feed/", UrlMatch("feed")),
        ("/berita/tanpa-nomor.html", None),
        ("/p/headline/476x238/gambar.jpg", UrlMatch("asset")),
    ],
}


@pytest.mark.parametrize(
    ("slug", "path", "want"),
    [(slug, path, want) for slug, shapes in SHAPES.items() for path, want in shapes],
    ids=[f"{slug}-{path[:60]}" for slug, shapes in SHAPES.items() for path, _ in shapes],
)
def test_shapes(slug: str, path: str, want: UrlMatch | None) -> None:
    assert match_url(load_networks()[slug], f"https://situs.test{path}") == want


@pytest.mark.parametrize("slug", sorted(SHAPES))
@pytest.mark.parametrize("step", ["/a", "/1", "-1", "/d-12345", "/read/2015/11/05", "&a=", "/%22"])
def test_long_hostile_paths_are_read_in_one_go(slug: str, step: str) -> None:
    network = load_networks()[slug]
    for start in ("/read/2015/11/05/1", "/berita/d-12345/a", "/berita/12345", "/a?x=1"):
        match_url(network, "https://situs.test" + start + step * 20_000)
