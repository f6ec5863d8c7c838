"""URL shapes of ten national networks: which page each leads to, its id, and the part of a paged article."""

import pytest

from newsarchive.models import UrlMatch
from newsarchive.networks import load_networks, match_url

ARTICLE = "article"
CASES = {
    "okezone": [
        ("/read/2026/05/15/340/4000001/layang-layang", UrlMatch(ARTICLE, "4000001")),
        ("/read/2015/06/19/337/1167966/judul-lama?utm_source=wp", UrlMatch(ARTICLE, "1167966")),
        ("/read/2026/05/15/340/4000001/layang-layang?page=2", UrlMatch(ARTICLE, "4000001", 2)),
        ("/read/2026/05/15/340/4000001/layang-layang?page=1", UrlMatch(ARTICLE, "4000001")),
        ("/read/2026/05/15/340/4000001/layang-layang?page=12", UrlMatch(ARTICLE, "4000001", 12)),
        ("/read/2026/05/15/340/4000001/layang-layang?page=all", UrlMatch(ARTICLE, "4000001", 0, True)),
        ("/amp/2020/07/08/320/2300001/judul", UrlMatch("amp", "2300001")),
        ("/indeks", UrlMatch("index")),
        ("/indeks/2026/07/24/10", UrlMatch("index", None, 10)),
        ("/bydate/channel/2026/07/24/14/15/", UrlMatch("index", None, 15)),
        ("/tag/kejagung", UrlMatch("index")),
        ("/topic/23637/jokowi-presiden", UrlMatch("index")),
        ("/nasional", UrlMatch("index")),
        ("/", UrlMatch("index")),
        ("/more/live-score-widget", UrlMatch("static")),
        ("/content/2026/05/15/340/4000001/a.jpg", UrlMatch("asset")),
        ("/read/bukan/tanggal", None),
    ],
    "liputan6": [
        ("/regional/read/9100001/pasar-malam", UrlMatch(ARTICLE, "9100001")),
        ("/read/2254252/wapres-dari-udara", UrlMatch(ARTICLE, "2254252")),
        ("/read/2254252/wapres-dari-udara?page=2", UrlMatch(ARTICLE, "2254252")),
        ("/event/parade-perahu-hias-di-kali-wening-2450001", UrlMatch(ARTICLE, "2450001")),
        ("/news/video-kelas-menari-2437225", UrlMatch(ARTICLE, "2437225")),
        ("/amp/9100001/pasar-malam", UrlMatch("amp", "9100001")),
        ("/indeks?page=2", UrlMatch("index")),
        ("/indeks/2016/02/15", UrlMatch("index")),
        ("/kategori/peristiwa", UrlMatch("index")),
        ("/tag/virus-zika", UrlMatch("index")),
        ("/news", UrlMatch("index")),
        ("/news/politik", UrlMatch("index")),
        ("/author/sari.melati", UrlMatch("static")),
        ("/medias/1/bakau.jpg", UrlMatch("asset")),
    ],
    "republika": [
        ("/berita/nasional/daerah/15/11/06/nxe12ab330-petani-garam", UrlMatch(ARTICLE, "nxe12ab330")),
        ("/berita/inpicture/nasional-inpicture/16/02/24/o31ab9283-pasar-apung-1", UrlMatch(ARTICLE, "o31ab9283")),
        ("/berita/tlgbr7001/warung-listrik-surya", UrlMatch(ARTICLE, "tlgbr7001")),
        ("/berita//tlgbr7001/warung-listrik-surya", UrlMatch(ARTICLE, "tlgbr7001")),
        ("/share/tlgbr7001", UrlMatch(ARTICLE, "tlgbr7001")),
        ("/kanal/nasional/hukum", UrlMatch("index")),
        ("/indeks/hot_topic/kasus_suap", UrlMatch("index")),
        ("/index/50", UrlMatch("index", None, 50)),
        ("/index/100/2026/7/24", UrlMatch("index", None, 100)),
        ("/rss/nasional", UrlMatch("feed")),
        ("/rss", UrlMatch("feed")),
        ("/page/penulis/1/brama", UrlMatch("static")),
        ("/uploads/images/a.jpg", UrlMatch("asset")),
        ("/energi", UrlMatch("index")),
        ("/berita/ekonomi/makro", None),
    ],
    "merdeka": [
        ("/jateng/read/9300001/kincir-air", UrlMatch(ARTICLE, "9300001")),
        ("/teknologi/pompa-air-tenaga-angin.html", UrlMatch(ARTICLE)),
        ("/peristiwa", UrlMatch("index")),
        ("/tag/kincir-air", UrlMatch("index")),
        ("/author/galih-rawa", UrlMatch("static")),
        # robots.txt closes all of these
        ("/peristiwa?page=2", None),
        ("/", UrlMatch("index")),
    ],
    "viva": [
        ("/berita/1800001-toko-benih", UrlMatch(ARTICLE, "1800001")),
        ("/berita/bisnis/1800001-toko-benih?page=2", UrlMatch(ARTICLE, "1800001", 2)),
        ("/berita/bisnis/1800001-toko-benih?page=1", UrlMatch(ARTICLE, "1800001")),
        ("/berita/bisnis/1800001-toko-benih?page=all", UrlMatch(ARTICLE, "1800001", 0, True)),
        ("/showbiz/read/740001-pesilat-cilik", UrlMatch(ARTICLE, "740001")),
        ("/read/28373-foto-pesilat", UrlMatch(ARTICLE, "28373")),
        ("/indeks?page=2", UrlMatch("index")),
        ("/indeks/life", UrlMatch("index")),
        ("/bola/liga-indonesia", UrlMatch("index")),
        ("/thumbs2/2016/02/16/365745_a.jpg", UrlMatch("asset")),
        ("/", UrlMatch("index")),
    ],
    "suara": [
        ("/news/2026/05/22/070859/balai-desa", UrlMatch(ARTICLE)),
        ("/read/2023/06/11/091500/lepas-penyu", UrlMatch(ARTICLE)),
        ("/news/2026/05/22/070859/balai-desa?page=2", UrlMatch(ARTICLE, None, 2)),
        ("/news/2026/05/22/070859/balai-desa?page=all", UrlMatch(ARTICLE, None, 0, True)),
        ("/indeks?page=3", UrlMatch("index", None, 3)),
        ("/tag/balai-desa", UrlMatch("index")),
        ("/news/nasional", UrlMatch("index")),
        ("/loadmoredetail", UrlMatch("static")),
        ("/pictures/970x544/2026/07/24/a.jpg", UrlMatch("asset")),
        ("/news/2026/05/22", None),
    ],
    "sindonews": [
        ("/read/1900005/178/kirim-kursi-1779000005", UrlMatch(ARTICLE, "1900005")),
        ("/read/1900005/178/kirim-kursi-1779000005/5", UrlMatch(ARTICLE, "1900005", 5)),
        ("/read/1900005/178/kirim-kursi-1779000005/10", UrlMatch(ARTICLE, "1900005", 10)),
        ("/read/1900005/178/kirim-kursi-1779000005?showpage=all", UrlMatch(ARTICLE, "1900005", 0, True)),
        ("/read/1014529/13/revisi-uu", UrlMatch(ARTICLE, "1014529")),
        ("/indeks", UrlMatch("index")),
        ("/indeks/7/20?t=2026-07-24", UrlMatch("index", None, 20)),
        ("/topic/9001/kursi", UrlMatch("index")),
        ("/more/178", UrlMatch("index")),
        ("/blog/9999/galih-rawa", UrlMatch("static")),
        ("/dyn/850/pena/news/2026/07/24/a.jpg", UrlMatch("asset")),
        ("/", UrlMatch("index")),
    ],
    "inews": [
        ("/read/470001/lomba-layang-layang", UrlMatch(ARTICLE, "470001")),
        ("/read/470001/lomba-layang-layang/2", UrlMatch(ARTICLE, "470001", 2)),
        ("/read/470001/lomba-layang-layang/all", UrlMatch(ARTICLE, "470001", 0, True)),
        ("/read/470001", UrlMatch(ARTICLE, "470001")),
        ("/read/470001/lomba?utm_medium=sosmed", UrlMatch(ARTICLE, "470001")),
        ("/indeks/karawang/all", UrlMatch("index")),
        ("/indeks/karawang/all/12", UrlMatch("index", None, 12)),
        ("/rss", UrlMatch("feed")),
        ("/tag/banjir", UrlMatch("index")),
        ("/", UrlMatch("index")),
    ],
    "beritasatu": [
        ("/nusantara/2990001/kali-wening", UrlMatch(ARTICLE, "2990001")),
        ("/nusantara/2990001/kali-wening?view=all", UrlMatch(ARTICLE, "2990001", 0, True)),
        ("/terkini/indeks/2", UrlMatch("index", None, 2)),
        ("/tag/kali", UrlMatch("index")),
        ("/penulis/galih-rawa", UrlMatch("static")),
        ("/nasional", UrlMatch("index")),
    ],
    "cnnindonesia": [
        ("/ekonomi/20260522100745-92-1300001/harga-bambu", UrlMatch(ARTICLE, "1300001")),
        ("/nasional/indeks/3", UrlMatch("index")),
        ("/tag/bambu", UrlMatch("index")),
        ("/outboundlinks?url=https://mesin.test", UrlMatch("static")),
        ("/ekonomi/keuangan", UrlMatch("index")),
        ("/rss", UrlMatch("feed")),
    ],
}
FLAT = [(slug, path, want) for slug, cases in CASES.items() for path, want in cases]


@pytest.mark.parametrize(("slug", "path", "want"), FLAT, ids=[f"{slug}-{path}" for slug, path, _ in FLAT])
def test_shapes(slug: str, path: str, want: UrlMatch | None) -> None:
    assert match_url(load_networks()[slug], f"https://{slug}.test{path}") == want


@pytest.mark.parametrize("slug", sorted(CASES))
def test_long_hostile_paths_are_read_in_one_go(slug: str) -> None:
    network = load_networks()[slug]
    for path in ("/a-1" * 50_000, "/read/1/" + "1/" * 50_000, "/read/1/" + "a-1" * 50_000 + "?", "/" + "-" * 100_000):
        match_url(network, f"https://{slug}.test{path}")
