"""Seals that nobody opens, moves or changes, and the hash that finds them again."""

import hashlib
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jht_portal.lib.crypto import INDEX_BYTES, SealBroken, blind_index, reseal, seal, unseal

OLD, NEW = os.urandom(32), os.urandom(32)
PLACE = "participants_participant.nik.7b0c"


@given(st.binary(max_size=300), st.text(max_size=60))
def test_a_seal_opens_to_what_was_sealed(value, place):
    assert unseal(seal(value, place), place) == value


def test_no_two_seals_of_one_value_are_alike():
    assert len({seal(b"3174051508690001", PLACE) for _ in range(1000)}) == 1000


def test_any_flipped_bit_breaks_the_seal():
    """G3"""
    sealed = seal(b"3174051508690001", PLACE)

    for bit in range(8 * len(sealed)):
        changed = bytearray(sealed)
        changed[bit // 8] ^= 1 << bit % 8
        with pytest.raises(SealBroken):
            unseal(bytes(changed), PLACE)


def test_a_cut_or_lengthened_seal_is_broken():
    """G3"""
    sealed = seal(b"3174051508690001", PLACE)

    for wrong in [sealed[:length] for length in range(len(sealed))] + [sealed + b"\0", b"\0" + sealed]:
        with pytest.raises(SealBroken):
            unseal(wrong, PLACE)


@pytest.mark.parametrize("other", ["", PLACE + " ", PLACE.replace("nik", "kpj"), PLACE.replace("7b0c", "7b0d")])
def test_a_seal_does_not_open_in_another_place(other):
    """G3"""
    with pytest.raises(SealBroken):
        unseal(seal(b"3174051508690001", PLACE), other)


def test_a_broken_seal_tells_the_place_and_nothing_of_the_value(settings):
    settings.FIELD_KEYS = {1: OLD}
    sealed = seal(b"3174051508690001", PLACE)
    settings.FIELD_KEYS = {2: NEW}
    with pytest.raises(SealBroken) as broken:
        unseal(sealed, PLACE)

    assert (str(broken.value), repr(broken.value.__cause__)) == (PLACE, "KeyError(1)")


def test_the_newest_key_seals_and_every_key_opens(settings):
    """G2"""
    settings.FIELD_KEYS = {1: OLD}
    before = seal(b"a", PLACE)
    settings.FIELD_KEYS = {1: OLD, 9: NEW}
    after = seal(b"b", PLACE)

    assert (before[0], unseal(before, PLACE), after[0], unseal(after, PLACE)) == (1, b"a", 9, b"b")


def test_a_key_under_a_known_number_but_other_bytes_opens_nothing(settings):
    """G2"""
    settings.FIELD_KEYS = {1: OLD}
    sealed = seal(b"a", PLACE)
    settings.FIELD_KEYS = {1: NEW}
    with pytest.raises(SealBroken):
        unseal(sealed, PLACE)


def test_reseal_brings_a_value_to_the_newest_key_and_then_leaves_it_alone(settings):
    settings.FIELD_KEYS = {1: OLD}
    before = seal(b"a", PLACE)
    settings.FIELD_KEYS = {1: OLD, 2: NEW}
    once = reseal(before, PLACE)
    settings.FIELD_KEYS = {2: NEW}

    assert (reseal(once, PLACE) is once, unseal(once, PLACE)) == (True, b"a")


def test_reseal_never_covers_up_a_broken_seal(settings):
    settings.FIELD_KEYS = {1: OLD}
    before = seal(b"a", PLACE)
    settings.FIELD_KEYS = {1: OLD, 2: NEW}
    with pytest.raises(SealBroken):
        reseal(before, PLACE + "x")


def test_blind_index_finds_the_same_value_of_the_same_kind_only():
    found = {blind_index(value, purpose) for value in ("1234", "1235") for purpose in ("nik", "kpj", "nik")}

    assert (len(found), {len(each) for each in found}) == (4, {INDEX_BYTES})


def guessed(index: bytes, guess) -> list[str]:
    """Return the NIK that a thief finds who knows district, sex and birthday and tries the serial numbers."""
    return [nik for nik in (f"317405150869{serial:04d}" for serial in range(2000)) if guess(nik) == index]


def test_blind_index_of_a_nik_cannot_be_guessed_without_the_key(settings):
    """G1: the same attack on a plain hash, as the control, finds the number at once."""
    nik, index = "3174051508691207", blind_index("3174051508691207", "nik")
    settings.INDEX_KEY = os.urandom(32)

    assert guessed(index, lambda each: blind_index(each, "nik")) == []
    assert guessed(index, lambda each: hashlib.sha256(each.encode()).digest()[:INDEX_BYTES]) == []
    assert guessed(hashlib.sha256(nik.encode()).digest(), lambda each: hashlib.sha256(each.encode()).digest()) == [nik]
