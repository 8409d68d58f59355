"""What a refused file is told: first the fact, then what to do."""

from claims.cleaning.limits import MAX_BYTES, MAX_PAGES, MIB
from participants.domain.sentences import sentence, written

SENTENCES = {
    "empty": "Berkas ini kosong. Pilih berkas lain, atau foto ulang dokumennya.",
    "too_big": "Ukuran berkas {size}. Batasnya {limit}. Foto ulang dengan ukuran lebih kecil.",
    "wrong_type": "Isi berkas ini bukan foto atau PDF. Pilih berkas JPG, PNG, WebP, HEIC, atau PDF.",
    "known_type": "Berkas {kind} tidak bisa kami buka. Kirim fotonya, atau simpan sebagai PDF.",
    "damaged": "Berkas ini rusak atau terpotong. Foto ulang, atau simpan ulang lalu unggah lagi.",
    "too_many_pixels": "Ukuran gambar {width} × {height} piksel terlalu besar. Foto ulang dengan resolusi lebih kecil.",
    "moving": "Gambar ini bergerak atau berisi beberapa gambar. Kirim satu foto diam.",
    "unsupported_heic": "Foto HEIC ini tidak bisa kami buka. Ubah ke JPG, atau kirim tangkapan layarnya.",
    "encrypted": "PDF ini dikunci dengan kata sandi. Simpan tanpa kata sandi, lalu unggah lagi.",
    "too_many_pages": "PDF ini berisi {pages} halaman. Batasnya {limit}. Unggah halaman yang diminta saja.",
    "page_too_large": "Ukuran halaman PDF ini terlalu besar. Cetak ke PDF ukuran A4, lalu unggah lagi.",
    "unusual_pdf": "Isi PDF ini tidak bisa kami bersihkan. Cetak ke PDF baru, atau kirim fotonya.",
    "too_heavy": "Berkas ini terlalu berat untuk dibuka. Foto ulang dokumennya dengan kamera biasa.",
    "timed_out": "Berkas ini terlalu lama diperiksa. Foto ulang, atau simpan ulang lalu unggah lagi.",
}

# The name only chooses words here; the bytes have already decided.
KNOWN_TYPES = {
    "doc": "Word",
    "docx": "Word",
    "odt": "dokumen",
    "xls": "Excel",
    "xlsx": "Excel",
    "zip": "ZIP",
    "rar": "RAR",
    "gif": "GIF",
    "bmp": "BMP",
    "tif": "TIFF",
    "tiff": "TIFF",
    "svg": "SVG",
    "mp4": "video",
    "mov": "video",
    "3gp": "video",
}


def grouped(number: int) -> str:
    """Write 12000 as ``12.000``."""
    return written("number", number, f"{number:,}".replace(",", "."))


def size_in_words(size: int) -> str:
    """Write SIZE bytes as ``8,4 MB``, rounded up so that it never reads like an allowed size."""
    whole, tenths = divmod(-(-size * 10 // MIB), 10)
    return written("size", size, f"{grouped(whole)},{tenths} MB" if tenths else f"{grouped(whole)} MB")


FACTS = {
    "size": size_in_words,
    "width": grouped,
    "height": grouped,
    "pages": grouped,
    "kind": str,
}
LIMITS = {"too_big": size_in_words(MAX_BYTES), "too_many_pages": str(MAX_PAGES)}


def sentence_for(code: str, facts: dict[str, int | str]) -> str:
    """Return the Indonesian sentence for CODE with its FACTS (bytes, pixels, pages) written out."""
    told = {name: FACTS[name](value) for name, value in facts.items()}
    return sentence(SENTENCES[code], **({"limit": LIMITS[code]} if code in LIMITS else {}), **told)
