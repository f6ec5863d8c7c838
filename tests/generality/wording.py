"""Invented words that any page could print: paragraphs that begin as noise does, headlines with every mark, names."""

# ruff: noqa: E501  (sentences)

from __future__ import annotations

import random

PROSE = (
    "Warga Dusun Kembangsari memperbaiki saluran air yang jebol sepanjang empat puluh meter dengan karung pasir dan anyaman bambu.",
    "Ketua panitia, Wagiman Sastro, menyebut pekerjaan itu selesai lebih cepat dari perkiraan karena seluruh keluarga ikut membantu.",
    '"Kami mulai sejak subuh dan baru pulang setelah lampu jalan menyala," kata Rukmini, pemilik warung di tepi sungai.',
    "Anggaran pembangunan lumbung tercatat Rp 84,5 juta, naik 12 persen dibandingkan tahun sebelumnya.",
    "Harga gabah di tingkat petani bertahan pada kisaran Rp 6.700 per kilogram hingga akhir pekan.",
    "Sementara itu, pengelola koperasi menyatakan stok pupuk masih cukup untuk dua kali masa tanam.",
    "Tidak ada korban jiwa dalam kejadian tersebut, tetapi tiga rumah rusak ringan dan satu perahu hanyut.",
    "Jalan setapak menuju bukit itu hanya dapat dilalui sepeda motor ketika hujan tidak turun.",
    "Lomba perahu hias akan digelar lagi pada bulan depan dengan peserta dari sembilan desa.",
    "Menurut catatan balai desa, debit mata air berkurang hampir separuh sejak kemarau panjang.",
)
SHORT = (
    "Air mulai surut.",
    "Warga pun lega.",
    "Lalu bagaimana dengan sawah di hilir?",
    '"Kami menunggu," ujarnya.',
    "Hasilnya di luar dugaan.",
    "Jalan itu kini ditutup.",
)
LIKE_NOISE = (
    "Baca buku dua jam sehari, begitu saran Rukmini kepada murid-muridnya di balai dusun.",
    "Lihat saja jembatan bambu di hilir itu, kata Darmo, masih kokoh setelah diterjang banjir.",
    "Foto udara memperlihatkan sawah di lereng timur mulai menguning pada pekan ini.",
    "Editor majalah sekolah itu, Wagiman, baru berusia sebelas tahun.",
    "Sumber air di Dusun Kembangsari tinggal dua titik pada musim kemarau ini.",
    "Sumber lain menyebut jumlah keluarga yang mengungsi lebih dari seratus.",
    "Senin pagi, antrean di balai desa sudah mencapai tujuh puluh orang.",
    "(Lumbung padi itu dibangun pada 1987 oleh warga secara gotong royong.)",
    "17 perahu nelayan ikut dalam lomba yang digelar setiap tahun itu.",
    "2024 menjadi tahun terkering bagi petani di lereng timur, menurut catatan balai desa.",
    "Penulis buku resep itu mengaku belajar memasak dari neneknya di Kembangsari.",
    "Reporter cilik dari tiga sekolah ikut meliput lomba perahu hias tersebut.",
    "Laporan keuangan koperasi dibacakan di depan seluruh anggota pada malam itu.",
    "Oleh karena itu, panitia menambah dua perahu penyelamat di muara.",
    "Ikuti jalan setapak di sisi kiri sungai hingga bertemu pohon randu, demikian petunjuk warga.",
    "Simak pula pendapat Darmo yang sejak lama menanam kopi di lereng itu dan menolak pindah.",
    "Tonton pertunjukan wayang itu harus berdiri karena kursi sudah habis sejak sore.",
    "Video rekaman warga memperlihatkan air naik setinggi lutut hanya dalam sepuluh menit.",
    "Berita itu cepat menyebar ke desa tetangga lewat pengeras suara musala.",
    "Artikel tentang lumbung padi itu dipajang di dinding balai desa.",
    "Tag harga di lapak Rukmini ditulis tangan dengan spidol merah.",
    "Iklan layanan masyarakat tentang hemat air dipasang di empat perempatan.",
    "Gambar peta dusun dilukis anak-anak di tembok sepanjang dua puluh meter.",
    "Komentar warga beragam, dari yang setuju hingga yang meminta penundaan.",
    "Jakarta masih menjadi tujuan utama perantau dari dusun itu.",
    "Bagikan benih itu kepada tetangga, pesan Darmo sebelum pulang.",
    "Download peta jalur pendakian disediakan panitia di balai desa dengan biaya Rp 2.000.",
    "Redaksi majalah dinding sekolah itu terdiri atas tujuh murid kelas lima.",
    "Kontributor terbesar pendapatan desa adalah kebun kopi di lereng timur.",
    "Terkait hal itu, kepala dusun meminta warga menahan diri.",
    "Dok kapal di muara itu sudah tidak dipakai sejak tiga tahun lalu.",
    "By the way, begitu Rukmini sering membuka ceritanya, warung itu dulu kandang ayam.",
    "Halaman balai desa dipenuhi sepeda sejak pukul enam pagi.",
    "Selengkapnya, aturan pembagian air itu ditempel di pintu balai desa.",
    "Klik kamera terdengar bersahutan ketika perahu pertama mencapai garis akhir.",
    "Follow up dari rapat itu dijadwalkan dua pekan lagi, kata ketua panitia.",
    "KEPALA DUSUN Kembangsari menolak usulan itu karena biayanya terlalu besar.",
    "@lerengtimur menjadi akun pertama yang mengunggah gambar banjir itu, menurut Wagiman.",
    "Rp 84,5 juta sudah dikeluarkan koperasi untuk memperbaiki lumbung.",
    "- Membawa surat pengantar dari ketua RT setempat",
    "1. Siapkan dua gelas beras ketan yang sudah direndam semalam",
    "* Peserta wajib mengenakan baju lurik selama lomba berlangsung",
    "Pewarta warga diminta mendaftar di balai desa sebelum hari Jumat.",
    "Credit union di desa itu kini beranggotakan empat ratus keluarga.",
    "Kompas tua peninggalan kakeknya masih dipakai Darmo ketika melaut.",
    "Antara Kembangsari dan muara terdapat tiga jembatan bambu.",
    "Tempo permainan gamelan itu makin cepat menjelang akhir.",
    "Kategori lomba itu dibagi menurut umur peserta, dari anak-anak hingga lansia.",
    "Topik yang dibahas malam itu ialah pembagian air antara dua dusun.",
    "Label pada karung benih itu tidak mencantumkan tanggal panen.",
    "Suara gemuruh terdengar sebelum tebing runtuh, kata Wagiman.",
)
HEADLINES = (
    "Pasar Lereng Timur Ramai Lagi: Pedagang Cabai Tersenyum",
    "Kenapa Air Sungai Kembangsari Berubah Warna?",
    "'Kami Tidak Takut Banjir', Kata Warga Kembangsari",
    "Jembatan Bambu Roboh - Warga Menyeberang dengan Rakit",
    "Lumbung Desa Terbakar, 12 Ton Gabah Hangus",
    "VIDEO: Perahu Hias Terbalik di Muara Kembangsari",
    "Harga Kopi Lereng Timur Naik 40 Persen | Petani Menahan Stok",
    "Ini 7 Cara Menyimpan Benih di Musim Hujan, Nomor 3 Mudah!",
    "Resmi! Koperasi Kembangsari Buka Cabang di Muara",
    "Kronologi Longsor Lereng Timur (Bagian 2)",
)
NAMES = (
    "Sutarjo",
    "Wagiman Sastro",
    "Rukmini Ayu Larasati",
    "M. Darmo",
    "Nur Aini Kusuma Dewi",
    "Ni Luh Wayan Kembang",
)
TITLES = (
    "Lumbung Padi Kembangsari: Dari Kandang Ayam ke Gudang Desa",
    "Kepala Dusun: 'Kami Menunggu Air' di Kembangsari",
    "Air Surut, Warga Kembangsari & Muara Kembali Bertani",
    "Harga Gabah Naik - Petani Lereng Timur Menahan Stok",
    "Benarkah Air Kembangsari Berubah Warna?",
    "Lomba Perahu Hias",
    "5 Jembatan Bambu Terpanjang di Lereng Timur, Salah Satunya Berusia 80 Tahun dan Masih Dilalui Warga Setiap Hari",
)


def sentences(rng: random.Random, count: int) -> list[str]:
    """`count` paragraphs of prose, no two the same."""
    made: list[str] = []
    while len(made) < count:
        text = " ".join(rng.sample(PROSE, rng.choice((1, 1, 2, 3))))
        text = text.replace(
            "Kembangsari", rng.choice(("Kembangsari", "Randusari", "Kalibening", "Tegalrejo", "Watukumpul"))
        )
        text = text.replace("sembilan", rng.choice(("sembilan", "sebelas", "enam")))
        if text not in made:
            made.append(text)
    return made
