"""The words of the made-up world: people, offices, events and figures of speech, none of them of a real outlet."""

# ruff: noqa: E501  (lists of words)

from __future__ import annotations

GIVEN = (
    "Arman", "Bagas", "Citra", "Danang", "Endah", "Farhan", "Galuh", "Hesti", "Ilham", "Jumadi", "Kirana", "Laras",
    "Mahesa", "Nurul", "Oktavia", "Prasetyo", "Qomarudin", "Ratna", "Sekar", "Tegar", "Umar", "Vina", "Wahyu", "Yulia",
    "Zainal", "Made", "Ketut", "Yosef", "Maria", "Daeng", "La Ode", "Andi", "Nius", "Melkior", "Rambu", "Siti", "José",
)  # fmt: skip
FAMILY = (
    "Adinata", "Baskara", "Cahyadi", "Darmaji", "Estungkara", "Firmansah", "Gunarsa", "Hardono", "Iskandar", "Jatmiko",
    "Kusumah", "Lesmana", "Maulana", "Nugraha", "Ompusunggu", "Pambudi", "Rahardian", "Saputra", "Tanjung", "Utomo",
    "Wibisana", "Yuwono", "Zulkifli", "Waromi", "Kalalo", "Mappanyuki", "Sa’adah", "Nga’asan", "Lamba", "Renyaan",
)  # fmt: skip
ROLES = (
    "Kepala Dinas Perhubungan", "Kepala Dinas Kesehatan", "Sekretaris Daerah", "Ketua Komisi B DPRD", "Kapolsek",
    "Camat", "Kepala Desa", "Ketua Karang Taruna", "Kepala Pelaksana BPBD", "Direktur PDAM", "Kepala Puskesmas",
    "Ketua Kelompok Tani", "Koordinator Posko", "Ketua RW", "Kasat Lantas", "Kepala Bapenda", "Ketua KONI",
    "Kepala Pasar", "Ketua Panitia", "Juru Bicara Pemkab", "Kepala Stasiun Pengamatan Cuaca", "Ketua Koperasi",
)  # fmt: skip
NEIGHBOURS = (
    "warga setempat", "pedagang sayur", "sopir angkutan", "petani bawang", "nelayan", "guru honorer", "pengrajin rotan",
    "pemilik warung", "mahasiswa", "tukang ojek", "peternak kambing", "juru parkir", "bidan desa", "pensiunan",
)  # fmt: skip
THINGS = (
    "perbaikan jembatan gantung", "pembagian bibit padi", "pemasangan lampu jalan", "pengerukan saluran irigasi",
    "pelatihan menjahit", "penataan pasar ikan", "vaksinasi ternak", "pengecatan ulang marka jalan", "uji coba bus sekolah",
    "pembangunan sumur bor", "pendataan rumah tidak layak huni", "lomba perahu hias", "pemeriksaan timbangan pedagang",
    "pembukaan taman baca", "penanaman bakau", "pengalihan arus lalu lintas", "perekaman KTP elektronik",
    "pengangkatan perangkat desa", "penyaluran beras cadangan", "penertiban kabel udara", "pelebaran trotoar",
    "pengujian air minum", "panggung seni pelajar", "pasar murah", "rehabilitasi gedung sekolah", "donor darah bersama",
)  # fmt: skip
TROUBLES = (
    "tanah longsor kecil", "banjir setinggi lutut", "kebakaran gudang kapuk", "kecelakaan tunggal", "pohon tumbang",
    "pencurian kotak amal", "kelangkaan gas melon", "gagal panen jagung", "antrean panjang di SPBU", "listrik padam",
    "harga cabai yang melonjak", "kabut asap tipis", "gelombang tinggi", "jalan ambles", "serangan hama wereng",
)  # fmt: skip
SPOTS = (
    "halaman balai desa", "simpang tiga terminal lama", "tepi Kali Wening", "aula kantor kecamatan", "lapangan Merpati",
    "kawasan wisata Bukit Senyap", "gedung serbaguna", "dermaga rakyat", "Pasar Lawang", "ruas lingkar utara",
    "kompleks perumahan Griya Teduh", "SD Negeri 4", "puskesmas pembantu", "bendung Sidomaju", "alun-alun kota",
)  # fmt: skip
FIRMS = (
    "PT Sinar Kapuk Abadi", "CV Tirta Wening", "Koperasi Bina Tani", "BUMDes Maju Jaya", "Yayasan Pelita Senja",
    "Bank Perkreditan Tunas Desa", "Universitas Lentera Timur", "Rumah Sakit Kasih Ananda", "Perumda Air Jernih",
)  # fmt: skip
FEELINGS = ("lega", "kecewa", "bersyukur", "waswas", "optimistis", "terkejut", "senang", "keberatan", "terbantu")
TIMES = (
    "sejak pagi",
    "menjelang siang",
    "seusai salat Asar",
    "hingga larut malam",
    "sepekan terakhir",
    "awal bulan ini",
)
MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni",
    "Juli", "Agustus", "September", "Oktober", "November", "Desember",
)  # fmt: skip
WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
SUBHEADS = (
    "Anggaran dan Sumber Dana", "Tanggapan Warga", "Langkah Berikutnya", "Catatan dari Dewan", "Rencana Tahun Depan",
    "Pembagian Tugas di Lapangan", "Jadwal dan Lokasi", "Syarat Pendaftaran",
)  # fmt: skip
GOODS = ("beras medium", "minyak goreng", "gula pasir", "telur ayam", "bawang merah", "cabai rawit", "tepung terigu")
TAGS = (
    "jalan rusak", "pasar rakyat", "petani", "bantuan sosial", "cuaca ekstrem", "pelayanan publik", "lalu lintas",
    "umkm", "sekolah dasar", "irigasi", "nelayan", "pemkab", "dprd", "kesehatan", "wisata lokal", "koperasi desa",
)  # fmt: skip
