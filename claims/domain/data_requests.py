"""What a participant may ask to have corrected (UU 27/2022 art. 30), and by when an answer is due."""

from datetime import timedelta

FIELDS = (
    ("nama", "Nama"),
    ("nik", "NIK"),
    ("tanggal_lahir", "Tanggal lahir"),
    ("jenis_kelamin", "Jenis kelamin"),
    ("nama_ibu", "Nama ibu kandung"),
    ("alamat", "Alamat"),
    ("kepesertaan", "KPJ, pemberi kerja, atau masa kerja"),
    ("iuran", "Iuran atau saldo"),
    ("lain", "Hal lain"),
)
OUTCOMES = (("", "Belum dijawab"), ("fixed", "Diperbaiki"), ("forwarded", "Diteruskan"), ("refused", "Tidak diubah"))
ANSWER_WITHIN = timedelta(hours=72)
"""3 × 24 hours, as the law gives for access and withdrawal; for correction it is our own promise."""
