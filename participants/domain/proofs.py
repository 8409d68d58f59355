"""Why a code is sent to an address, and how long and how often it may be typed."""

from datetime import timedelta

CONTACT, EMAIL, DATA, NOT_MINE = "contact", "email", "data", "not_mine"
COUNTER, HEIR = "counter", "heir"
PURPOSES = (
    (CONTACT, "Kontak baru"),
    (EMAIL, "Email dipastikan"),
    (DATA, "Salinan data"),
    (NOT_MINE, "Bukan saya"),
    (COUNTER, "Pengajuan di loket"),
    (HEIR, "Pengajuan ahli waris di loket"),
)
LIFE = timedelta(minutes=15)
TRIES = 5
