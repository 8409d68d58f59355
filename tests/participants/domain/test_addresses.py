"""Addresses in one spelling."""

import pytest

from participants.domain.addresses import normalise_address


@pytest.mark.parametrize(
    "text",
    [
        "Jl. Merdeka No. 07, RT 01/RW 02, Bandung",
        "jalan merdeka 7 rt.1 rw.2 BANDUNG",
        "JLN MERDEKA NOMOR 7\nRT 001 RW 002\nBANDUNG",
        "Ｊｌ． Merdeka　7， RT1/RW2 Bandung",
    ],
)
def test_one_house_has_one_spelling(text):
    assert normalise_address(text) == "jalan merdeka 7 1 2 bandung"


@pytest.mark.parametrize(("one", "other"), [("Jl. Merdeka 7 Bandung", "Jl. Merdeka 70 Bandung"), ("Gg. Mawar 1 Solo", "Jl. Mawar 1 Solo")])
def test_other_houses_have_others(one, other):
    assert normalise_address(one) != normalise_address(other)


@pytest.mark.parametrize("text", ["", "Bandung", "Kota Bandung 40123", "Desa Sukamaju Kecamatan Cianjur", "-", "RT 01 RW 02"])
def test_address_that_says_too_little_is_compared_with_none(text):
    assert normalise_address(text) == ""
