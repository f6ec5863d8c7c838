"""Names of places that news texts are dated from: regencies and cities of Indonesia, its provinces, and some abroad.

The list only has to tell a place from a brand in a dateline ('CIREBON –' against 'GORAJUARA –'); it is no gazetteer.
"""

from __future__ import annotations

import re

# Base names of kabupaten and kota (Ministry of Home Affairs), without 'Kabupaten' and 'Kota'.
_REGENCIES = """
Aceh Barat|Aceh Barat Daya|Aceh Besar|Aceh Jaya|Aceh Selatan|Aceh Singkil|Aceh Tamiang|Aceh Tengah|Aceh Tenggara
Aceh Timur|Aceh Utara|Banda Aceh|Bener Meriah|Bireuen|Gayo Lues|Langsa|Lhokseumawe|Meulaboh|Nagan Raya|Pidie
Pidie Jaya|Sabang|Simeulue|Subulussalam|Asahan|Batu Bara|Binjai|Dairi|Deli Serdang|Gunungsitoli|Humbang Hasundutan
Karo|Labuhanbatu|Langkat|Mandailing Natal|Medan|Nias|Padang Lawas|Padangsidimpuan|Pakpak Bharat|Pematangsiantar
Samosir|Serdang Bedagai|Sibolga|Simalungun|Tanjungbalai|Tapanuli Selatan|Tapanuli Tengah|Tapanuli Utara
Tebing Tinggi|Toba|Agam|Bukittinggi|Dharmasraya|Kepulauan Mentawai|Lima Puluh Kota|Padang|Padang Panjang
Padang Pariaman|Pariaman|Pasaman|Pasaman Barat|Payakumbuh|Pesisir Selatan|Sawahlunto|Sijunjung|Solok|Solok Selatan
Tanah Datar|Bengkalis|Dumai|Indragiri Hilir|Indragiri Hulu|Kampar|Kepulauan Meranti|Kuantan Singingi|Pekanbaru
Pelalawan|Rokan Hilir|Rokan Hulu|Siak|Batam|Bintan|Karimun|Kepulauan Anambas|Lingga|Natuna|Tanjungpinang|Batanghari
Bungo|Kerinci|Merangin|Muaro Jambi|Sarolangun|Sungai Penuh|Tanjung Jabung Barat|Tanjung Jabung Timur|Tebo|Bangko
Muara Bungo|Banyuasin|Empat Lawang|Lahat|Lubuklinggau|Lubuk Linggau|Muara Enim|Musi Banyuasin|Musi Rawas
Musi Rawas Utara|Muratara|Ogan Ilir|Ogan Komering Ilir|Ogan Komering Ulu|OKU|OKU Timur|OKU Selatan|OKI|Pagar Alam
Pagaralam|Palembang|PALI|Penukal Abab Lematang Ilir|Prabumulih|Martapura|Baturaja|Kayuagung|Sekayu|Indralaya
Bengkulu Selatan|Bengkulu Tengah|Bengkulu Utara|Kaur|Kepahiang|Lebong|Mukomuko|Rejang Lebong|Curup|Seluma|Manna
Arga Makmur|Bandar Lampung|Lampung Barat|Lampung Selatan|Lampung Tengah|Lampung Timur|Lampung Utara|Mesuji|Metro
Pesawaran|Pesisir Barat|Pringsewu|Tanggamus|Tulang Bawang|Tulang Bawang Barat|Way Kanan|Kotabumi|Krui|Liwa|Bangka
Bangka Barat|Bangka Selatan|Bangka Tengah|Belitung|Belitung Timur|Pangkalpinang|Tanjungpandan|Jakarta|Jakarta Barat
Jakarta Pusat|Jakarta Selatan|Jakarta Timur|Jakarta Utara|Kepulauan Seribu|Bandung|Bandung Barat|Banjar|Bekasi|Bogor
Ciamis|Cianjur|Cibinong|Cikarang|Cimahi|Cirebon|Depok|Garut|Indramayu|Karawang|Kuningan|Majalengka|Pangandaran
Purwakarta|Subang|Sukabumi|Sumedang|Tasikmalaya|Singaparna|Soreang|Sumber|Cilegon|Lebak|Pandeglang|Serang|Tangerang
Tangerang Selatan|Tangsel|Rangkasbitung|Banjarnegara|Banyumas|Batang|Blora|Boyolali|Brebes|Cilacap|Demak|Grobogan
Jepara|Karanganyar|Kebumen|Kendal|Klaten|Kudus|Magelang|Pati|Pekalongan|Pemalang|Purbalingga|Purworejo|Rembang
Salatiga|Semarang|Slawi|Sragen|Sukoharjo|Solo|Surakarta|Tegal|Temanggung|Ungaran|Wonogiri|Wonosobo|Purwokerto
Purwodadi|Mungkid|Kajen|Bantul|Gunungkidul|Kulon Progo|Sleman|Yogyakarta|Jogja|Jogjakarta|Wates|Wonosari|Bangkalan
Banyuwangi|Batu|Blitar|Bojonegoro|Bondowoso|Gresik|Jember|Jombang|Kediri|Lamongan|Lumajang|Madiun|Magetan|Malang
Mojokerto|Nganjuk|Ngawi|Pacitan|Pamekasan|Pasuruan|Ponorogo|Probolinggo|Sampang|Sidoarjo|Situbondo|Sumenep|Surabaya
Trenggalek|Tuban|Tulungagung|Kepanjen|Kraksaan|Badung|Bangli|Buleleng|Denpasar|Gianyar|Jembrana|Karangasem|Klungkung
Tabanan|Singaraja|Ubud|Kuta|Bima|Dompu|Lombok|Lombok Barat|Lombok Tengah|Lombok Timur|Lombok Utara|Mataram|Sumbawa
Sumbawa Barat|Selong|Praya|Alor|Belu|Ende|Flores Timur|Kupang|Labuan Bajo|Larantuka|Lembata|Malaka|Manggarai
Manggarai Barat|Manggarai Timur|Maumere|Nagekeo|Ngada|Rote Ndao|Sabu Raijua|Sikka|Soe|Sumba Barat|Sumba Barat Daya
Sumba Tengah|Sumba Timur|Timor Tengah Selatan|Timor Tengah Utara|Atambua|Bengkayang|Kapuas Hulu|Kayong Utara
Ketapang|Kubu Raya|Landak|Melawi|Mempawah|Pontianak|Sambas|Sanggau|Sekadau|Singkawang|Sintang|Barito Selatan
Barito Timur|Barito Utara|Gunung Mas|Kapuas|Katingan|Kotawaringin Barat|Kotawaringin Timur|Lamandau|Murung Raya
Palangka Raya|Palangkaraya|Pulang Pisau|Sampit|Pangkalan Bun|Seruyan|Sukamara|Balangan|Banjarbaru|Banjarmasin
Barito Kuala|Hulu Sungai Selatan|Hulu Sungai Tengah|Hulu Sungai Utara|Kotabaru|Tabalong|Tanah Bumbu|Tanah Laut|Tapin
Balikpapan|Berau|Bontang|Kutai Barat|Kutai Kartanegara|Kutai Timur|Mahakam Ulu|Paser|Penajam|Penajam Paser Utara
Samarinda|Sangatta|Tenggarong|Nusantara|IKN|Bulungan|Malinau|Nunukan|Tana Tidung|Tarakan|Tanjung Selor|Bitung
Bolaang Mongondow|Kotamobagu|Manado|Minahasa|Minahasa Selatan|Minahasa Tenggara|Minahasa Utara|Sangihe|Sitaro|Talaud
Tomohon|Boalemo|Bone Bolango|Pohuwato|Banggai|Buol|Donggala|Luwuk|Morowali|Morowali Utara|Palu|Parigi Moutong|Poso
Sigi|Tojo Una-Una|Tolitoli|Bantaeng|Barru|Bone|Bulukumba|Enrekang|Gowa|Jeneponto|Kepulauan Selayar|Luwu|Luwu Timur
Luwu Utara|Makassar|Maros|Palopo|Pangkep|Parepare|Pinrang|Sidrap|Sinjai|Soppeng|Takalar|Tana Toraja|Toraja Utara
Wajo|Watampone|Majene|Mamasa|Mamuju|Mamuju Tengah|Pasangkayu|Polewali Mandar|Polman|Bombana|Buton|Baubau|Kendari
Kolaka|Konawe|Muna|Wakatobi|Ambon|Buru|Kepulauan Aru|Kepulauan Tanimbar|Maluku Tengah|Maluku Tenggara
Seram Bagian Barat|Seram Bagian Timur|Tual|Masohi|Halmahera Barat|Halmahera Selatan|Halmahera Tengah|Halmahera Timur
Halmahera Utara|Kepulauan Sula|Pulau Morotai|Ternate|Tidore|Tidore Kepulauan|Taliabu|Asmat|Biak|Biak Numfor
Boven Digoel|Deiyai|Dogiyai|Fakfak|Intan Jaya|Jayapura|Jayawijaya|Kaimana|Keerom|Manokwari|Mappi|Maybrat|Merauke
Mimika|Nabire|Nduga|Paniai|Pegunungan Bintang|Puncak|Puncak Jaya|Raja Ampat|Sarmi|Sentani|Sorong|Supiori|Tambrauw
Teluk Bintuni|Teluk Wondama|Timika|Tolikara|Wamena|Waropen|Yahukimo|Yalimo|Yapen
"""
_PROVINCES = """
Aceh|Sumatera Utara|Sumut|Sumatera Barat|Sumbar|Riau|Kepulauan Riau|Kepri|Jambi|Sumatera Selatan|Sumsel|Bengkulu
Lampung|Kepulauan Bangka Belitung|Bangka Belitung|Babel|DKI Jakarta|Jawa Barat|Jabar|Banten|Jawa Tengah|Jateng
DI Yogyakarta|DIY|Jawa Timur|Jatim|Bali|Nusa Tenggara Barat|NTB|Nusa Tenggara Timur|NTT|Kalimantan Barat|Kalbar
Kalimantan Tengah|Kalteng|Kalimantan Selatan|Kalsel|Kalimantan Timur|Kaltim|Kalimantan Utara|Kaltara|Sulawesi Utara
Sulut|Gorontalo|Sulawesi Tengah|Sulteng|Sulawesi Selatan|Sulsel|Sulawesi Barat|Sulbar|Sulawesi Tenggara|Sultra
Maluku|Maluku Utara|Malut|Papua|Papua Barat|Papua Barat Daya|Papua Selatan|Papua Tengah|Papua Pegunungan
"""
_ABROAD = """
Amsterdam|Ankara|Athena|Baghdad|Bangkok|Barcelona|Beijing|Beirut|Berlin|Bern|Brasilia|Brussel|Brussels|Buenos Aires
Canberra|Damaskus|Den Haag|Dhaka|Doha|Dubai|Gaza|Hanoi|Hong Kong|Istanbul|Jeddah|Jenewa|Kabul|Kairo|Kiev|Kyiv
Kuala Lumpur|Lisbon|Liverpool|London|Los Angeles|Madinah|Madrid|Makkah|Manchester|Manila|Mekah|Mekkah|Melbourne
Milan|Moskow|Mumbai|New Delhi|New York|Osaka|Paris|Pyongyang|Ramallah|Riyadh|Roma|Rotterdam|San Francisco|Seoul
Shanghai|Singapura|Sydney|Taipei|Teheran|Tel Aviv|Tokyo|Turin|Washington|Washington DC|Yerusalem|Zurich
Korea Selatan|Korea Utara|Malaysia|Jepang|Tiongkok|China|Rusia|Ukraina|Israel|Palestina|Iran|Arab Saudi
"""
_NAMES = frozenset(
    name.strip().lower() for name in re.split(r"[|\n]", _REGENCIES + _PROVINCES + _ABROAD) if name.strip()
)
_RANK = re.compile(r"(?:kab|kabupaten|kota|kec|kecamatan|desa|provinsi)\.? ", re.IGNORECASE)


def is_place(text: str) -> bool:
    """Whether a text is the name of a known place, in any case, or says itself that it is one ('Kab. Karawang')."""
    name = text.strip().lower()
    return name in _NAMES or bool(_RANK.match(name) and len(name.split()) <= 5)
