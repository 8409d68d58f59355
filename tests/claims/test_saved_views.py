"""Views of the work list: ready-made for each role, kept by officers, shared by a Kepala."""

import pytest
from django.urls import reverse

from claims.domain.workflow import OFFICER_ROLES, ClaimStatus, Role
from claims.models import SavedView
from claims.services.saved_views import MOST_VIEWS
from tests.builders import make_claim, make_office
from tests.claims.desk import seat

pytestmark = pytest.mark.django_db
LIST = "/petugas/claims/claim/"
VIEWS, KEEP = f"{LIST}tampilan/", f"{LIST}tampilan/simpan/"


@pytest.fixture
def office():
    return make_office()


@pytest.fixture
def verifier(office):
    return seat(Role.VERIFIER, office=office)


def tabs(client, query=""):
    """Return the names of the views, and the one that is shown."""
    found = [tab for tab, _ in client.get(f"{LIST}{query}").context["tabs"]]
    return [tab.name for tab in found], [tab.name for tab in found if tab.is_shown]


def keep(client, name, **question):
    return client.post(KEEP, {"nama": name, **question}, follow=True)


def said(answer):
    return [str(message) for message in answer.context["messages"]]


def act(view, name):
    return reverse(f"admin:claims_claim_view_{name}", args=[view.pk])


@pytest.mark.parametrize(
    ("role", "names"),
    [
        (Role.COUNTER, ["Yang berjalan", "Perbaikan masuk", "Menunggu peserta", "Lewat batas"]),
        (Role.VERIFIER, ["Yang berjalan", "Milik saya", "Belum dipegang", "Perbaikan masuk", "Batas besok", "Lewat batas"]),
        (Role.APPROVER, ["Yang berjalan", "Menunggu persetujuan", "Batas besok", "Lewat batas"]),
        (Role.PAYER, ["Yang berjalan", "Akan dibayar", "Lewat batas"]),
        (Role.AUDITOR, ["Yang berjalan", "Lewat batas"]),
    ],
)
def test_every_role_has_its_views(office, role, names):
    assert tabs(seat(role, office=office)[1]) == (names, ["Yang berjalan"])


def test_every_view_leads_to_itself(office):
    """Each tab shows a list that has that very tab as the one shown."""
    client = seat(*(set(OFFICER_ROLES) - {Role.CONFIGURATOR}), office=office)[1]

    shown = [(tab.name, tabs(client, address.removeprefix(LIST))[1]) for tab, address in client.get(LIST).context["tabs"]]

    assert shown == [(name, [name]) for name, _ in shown]


def test_list_is_kept_under_a_name_and_found_again(verifier):
    officer, client = verifier

    answer = keep(client, "  PHK   lewat ", sebab="PHK", batas="lewat")

    view = SavedView.objects.get()
    assert (view.owner, view.name, view.question, said(answer)) == (
        officer, "PHK lewat", {"sebab": "PHK", "batas": "lewat"}, ["Tampilan “PHK lewat” tersimpan."],
    )  # fmt: skip
    assert tabs(client, "?sebab=PHK&batas=lewat")[1] == ["PHK lewat"]


def test_what_was_searched_for_is_not_kept(verifier):
    """A view holds codes: never a number or a name of a person."""
    keep(verifier[1], "Rahasia", sebab="PHK", cari="x" * 80, sesudah="1-2-3", nik="3273011205909999", umur="= 1")

    assert SavedView.objects.get().question == {"sebab": "PHK"}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Beri nama tampilan ini."),
        ("x" * 31, "Nama paling panjang 30 huruf."),
        ("Ada", "Anda sudah punya tampilan dengan nama itu. Pakai nama lain."),
    ],
)
def test_name_that_does_not_fit_is_told_and_the_list_stays(verifier, name, sentence):
    keep(verifier[1], "Ada", sebab="PHK")

    answer = keep(verifier[1], name, batas="lewat")

    assert (said(answer), answer.request["QUERY_STRING"], SavedView.objects.count()) == ([sentence], "batas=lewat", 1)


def test_name_keeps_what_can_be_read(verifier):
    """D8: PostgreSQL stores no NUL."""
    keep(verifier[1], "Lewat\0 batas", sebab="PHK")

    assert list(SavedView.objects.values_list("name", flat=True)) == ["Lewat batas"]


def test_views_are_few(verifier):
    for number in range(MOST_VIEWS + 1):
        answer = keep(verifier[1], f"T{number}", sebab="PHK")

    assert (SavedView.objects.count(), said(answer)) == (
        MOST_VIEWS,
        [f"Anda sudah menyimpan {MOST_VIEWS} tampilan. Hapus satu lebih dulu."],
    )


def test_view_is_renamed_and_deleted(verifier):
    client = verifier[1]
    keep(client, "Satu", sebab="PHK")
    keep(client, "Dua", batas="lewat")
    one, two = SavedView.objects.order_by("pk")

    client.post(act(one, "rename"), {"nama": "Uno"})
    client.post(act(two, "rename"), {"nama": "Uno"})
    client.post(act(one, "rename"), {"nama": "  "})
    client.post(act(two, "delete"))

    assert list(SavedView.objects.values_list("name", flat=True)) == ["Uno"]


def test_kepala_shares_a_view_with_the_office_and_takes_it_back(office, verifier):
    head = seat(Role.HEAD, office=office)[1]
    elsewhere = seat(Role.VERIFIER, office=make_office())[1]
    keep(head, "PHK", sebab="PHK")
    view = SavedView.objects.get()

    client, seen = verifier[1], []
    for answer in ("ya", "tidak"):
        head.post(act(view, "share"), {"bagikan": answer})
        seen.append(["PHK" in tabs(each)[0] for each in (head, client, elsewhere)])

    assert seen == [[True, True, False], [True, False, False]]


def test_only_a_kepala_shares(verifier):
    """B4."""
    keep(verifier[1], "PHK", sebab="PHK")
    view = SavedView.objects.get()

    answer = verifier[1].post(act(view, "share"), {"bagikan": "ya"}, follow=True)

    view.refresh_from_db()
    assert (view.shared_with, said(answer)) == (None, ["Hanya kepala kantor yang membagikan tampilan."])


@pytest.mark.parametrize("name", ["rename", "share", "delete"])
def test_view_of_somebody_else_is_out_of_reach(office, verifier, name):
    """B1: a shared one too."""
    head = seat(Role.HEAD, office=office)[1]
    keep(head, "PHK", sebab="PHK")
    view = SavedView.objects.get()
    head.post(act(view, "share"), {"bagikan": "ya"})

    assert (verifier[1].post(act(view, name), {"nama": "Curi"}).status_code, SavedView.objects.get().name) == (404, "PHK")


@pytest.mark.parametrize("name", ["keep", "rename", "share", "delete"])
def test_looking_at_an_address_of_an_act_does_nothing(verifier, name):
    """D5."""
    keep(verifier[1], "PHK", sebab="PHK")
    view = SavedView.objects.get()

    answer = verifier[1].get(KEEP if name == "keep" else act(view, name))

    assert (answer["Location"], SavedView.objects.get().name) == (VIEWS, "PHK")


def test_page_of_own_views_says_what_each_holds(verifier):
    keep(verifier[1], "PHK lewat", sebab="PHK", batas="lewat")

    page = verifier[1].get(VIEWS).content.decode()

    assert "Sebab: Pemutusan Hubungan Kerja (PHK); Batas: Sudah lewat" in page
    assert "Bagikan" not in page


def test_configurator_has_no_views(office):
    """B1."""
    client = seat(Role.CONFIGURATOR, office=office)[1]

    assert [client.get(VIEWS).status_code, client.post(KEEP, {"nama": "x"}).status_code, client.get(LIST).status_code] == [403] * 3


def test_old_view_with_a_code_that_is_gone_still_opens(verifier):
    keep(verifier[1], "Lama", sebab="PHK")
    SavedView.objects.update(question={"sebab": "SUDAH_TIDAK_ADA", "batas": "lewat"})
    make_claim(ClaimStatus.SUBMITTED, office=verifier[0].officer.office)

    assert (tabs(verifier[1], "?batas=lewat")[1], verifier[1].get(VIEWS).status_code) == (["Lewat batas", "Lama"], 200)
