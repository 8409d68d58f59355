"""Every address of the officers' desk, looked at and pressed by every role: a table says who is let in (B1, B4).

An address that the table does not know fails. Let in means an answer of the page itself, be it a form's complaint or the
way back with a word why not; what a form or a step then allows is tested with the form or the step.
"""

import copy
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver

from claims.domain.workflow import OFFICER_ROLES, ClaimStatus
from tests.builders import make_office, make_officer
from tests.claims.desk import seated
from tests.crawl import WRITTEN_AS_REGEX, filled, samples
from tests.world import World, make_world

pytestmark = pytest.mark.django_db
LETTERS = dict(zip("LVSBHAK", OFFICER_ROLES, strict=True))
"""Loket, Verifikator, penyetuju (S), Bayar, kepala (H), Auditor, Konfigurasi; beside them - without a role,
x with every role in another office, ? not signed in."""
IN, READ, KEEP, NOBODY = "LVSBHAK-x", "LVSBHAx", "Kx", ""
ANY = "LVSBHAKx"

TABLE: dict[tuple[str, str], str] = {
    # (who may look, who may press): the names of the addresses
    (NOBODY, NOBODY): (
        "second_step remove_device autocomplete "
        "claims_office_delete claims_holiday_delete auth_user_delete claims_accesslog_add claims_accesslog_delete "
        "claims_reasonrule_delete claims_requirementrule_delete claims_paperrule_delete claims_codedreasonrule_delete "
        "claims_limitrule_delete claims_openinghours_delete claims_counter_delete claims_officeservice_delete "
        "tidak-ada participants_participant_file participants_participant_file_code "
        "participants_participant_file_send_code"
    ),
    (NOBODY, IN): "participants_participant_file_leave",
    ("?", "LVSBHAK-x?"): "logout",
    ("BHA", NOBODY): "claims_paymentbatch_change claims_paymentbatch_sheet claims_paymentbatch_result",
    ("BHA", "BHA"): "claims_paymentbatch_release",
    ("BHAx", NOBODY): "claims_claim_export",
    ("BHAx", "BHAx"): "claims_paymentbatch_changelist",
    ("Bx", NOBODY): "claims_paymentbatch_draw",
    ("HA", "HA"): "claims_claimhold_clear",
    ("H", "H"): "claims_slotmove_move claims_escalation_follow_up participants_participant_propose_contact",
    ("HAKx", "HAKx"): "auth_user_changelist auth_user_history channels",
    ("HAKx", KEEP): "auth_user_change",
    ("HAx", NOBODY): "claims_auditentry_changelist claims_accesslog_change",
    ("HAx", "HAx"): (
        "claims_slotmove_changelist claims_claimhold_changelist claims_escalation_changelist claims_accesslog_changelist reports"
    ),
    ("HKx", "HKx"): (
        "configuration claims_openinghours_add claims_closure_add claims_closure_delete claims_counter_add claims_officeservice_add"
    ),
    (ANY, "HKx"): (
        "claims_openinghours_change claims_closure_change claims_counter_change claims_officeservice_change claims_officeservice_places"
    ),
    (KEEP, KEEP): (
        "channel_pause "
        "claims_messagetext_import claims_office_import claims_office_add claims_holiday_import claims_holiday_add auth_user_act "
        "auth_user_password_change auth_user_add claims_reasonrule_import claims_reasonrule_add claims_requirementrule_import "
        "claims_requirementrule_add claims_paperrule_import claims_paperrule_add claims_codedreasonrule_import "
        "claims_codedreasonrule_add claims_limitrule_import claims_limitrule_add"
    ),
    ("LH", NOBODY): "participants_participant_contact call",
    ("LHx", "LHx"): "participants_participant_find calls",
    ("LVHKx", "LVHKx"): "claims_notification_resend_all claims_notification_resend",
    ("LVSBHA", NOBODY): "claims_claim_change",
    ("LVSBHA", "LVSBHA"): "claims_claim_step claims_claim_warnings",
    (IN, NOBODY): (
        "queue_report_download configuration_try security sign_out_everywhere rename_device password_change_done jsi18n claims_claim_bulk "
        "claims_claim_bulk_confirm claims_claim_take_in reports_download"
    ),
    (IN, "BHA"): (
        "claims_paymentbatch_take_out claims_paymentbatch_name_banks claims_paymentbatch_propose claims_paymentbatch_give_back "
        "claims_paymentbatch_dissolve claims_paymentbatch_file claims_paymentbatch_take_in claims_paymentbatch_record "
        "claims_paymentbatch_discard claims_paymentbatch_resolve claims_paymentbatch_carry_out"
    ),
    (IN, "BHAx"): "claims_claim_export_download",
    (IN, "Bx"): "claims_paymentbatch_enter",
    (IN, "HAx"): "claims_auditentry_search claims_auditentry_verify",
    (IN, KEEP): (
        "channel_resume configuration_mail claims_messagetext_process_import claims_messagetext_save claims_messagetext_go_back "
        "claims_office_process_import claims_holiday_copy claims_holiday_process_import claims_reasonrule_process_import "
        "claims_requirementrule_process_import claims_paperrule_process_import claims_codedreasonrule_picture "
        "claims_codedreasonrule_picture_remove claims_codedreasonrule_process_import claims_limitrule_process_import"
    ),
    (IN, "LH"): (
        "participants_participant_contact_prove participants_participant_contact_code participants_participant_contact_confirm "
        "participants_participant_contact_withdraw call_reveal queue_sign_on queue_call queue_act queue_kiosk_revoke"
    ),
    (IN, "LVSBHA"): "claims_claim_judge claims_claim_attend claims_claim_reveal",
    (IN, IN): (
        "enrol enrol_app recovery index password_change claims/office/<path:object_id>/ claims/holiday/<path:object_id>/ "
        "auth/user/<path:object_id>/ claims_accesslog_history claims/accesslog/<path:object_id>/ "
        "claims/reasonrule/<path:object_id>/ claims/requirementrule/<path:object_id>/ claims/paperrule/<path:object_id>/ "
        "claims/codedreasonrule/<path:object_id>/ claims/limitrule/<path:object_id>/ "
        "claims/openinghours/<path:object_id>/ claims/closure/<path:object_id>/ "
        "claims/counter/<path:object_id>/ claims/officeservice/<path:object_id>/ app_list"
    ),
    (IN, READ): "claims_claim_search claims_claim_view_keep",
    (IN, "V"): "claims_claim_view_rename claims_claim_view_share claims_claim_view_delete",
    (IN, "VSHA"): "participants_participant_reveal",
    (IN, "Vx"): "claims_claim_take_next",
    ("LVSBHAK-x?", "LVSBHAK-x?"): "login",
    (ANY, NOBODY): "claims_holiday_change claims_limitrule_change",
    (ANY, KEEP): (
        "claims_office_change claims_reasonrule_change claims_requirementrule_change claims_paperrule_change claims_codedreasonrule_change"
    ),
    (ANY, ANY): (
        "claims_messagetext_export claims_messagetext_changelist claims_messagetext_page claims_notification_changelist "
        "claims_office_export claims_office_changelist claims_office_history claims_holiday_export claims_holiday_changelist "
        "claims_holiday_history claims_reasonrule_export claims_reasonrule_changelist claims_reasonrule_history "
        "claims_requirementrule_export claims_requirementrule_changelist claims_requirementrule_history claims_paperrule_export "
        "claims_paperrule_changelist claims_paperrule_history claims_codedreasonrule_export claims_codedreasonrule_changelist "
        "claims_codedreasonrule_history claims_limitrule_export claims_limitrule_changelist claims_limitrule_history "
        "claims_openinghours_changelist claims_openinghours_history claims_closure_changelist claims_closure_history "
        "claims_counter_changelist claims_counter_history "
        "claims_officeservice_changelist claims_officeservice_history"
    ),
    ("LHAx", "LHAx"): "queue queue_kiosks queue_report queue_plan claims_datarequest_changelist",
    ("LHA", "LHA"): "queue_counter claims_datarequest_answer",
    (IN, "LHx"): "queue_check_in queue_give queue_sign_off queue_kiosk_add call_outcome",
    (READ, NOBODY): "claims_claim_changelist claims_claim_views",
    ("VSHA", NOBODY): "participants_participant_change",
    ("VSHAx", "VSHAx"): "participants_participant_changelist",
}
WHO_MAY = {name: letters for letters, names in TABLE.items() for name in names.split()}
OUT = ("/petugas/login/", "/petugas/langkah-kedua/")


def addresses(patterns: list[URLPattern | URLResolver], route: str = "petugas/") -> Iterator[tuple[str, str]]:
    """Yield name and route of every address of the desk; what has no name leads on to the page of a row."""
    for pattern in patterns:
        whole = route + WRITTEN_AS_REGEX.get(str(pattern.pattern), str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield pattern.name or whole.removeprefix("petugas/"), whole
        else:
            yield from addresses(pattern.url_patterns, whole)


def letter_of(letter: str, world: World) -> Client:
    """Return the browser of whoever LETTER stands for."""
    if letter == "?":
        return Client()
    if letter == "x":
        return seated(make_officer(*OFFICER_ROLES, office=make_office()))
    role = LETTERS.get(letter)
    return seated(world.officers.get(role) or make_officer(*[role] if role else [], office=world.office))


def known_rows(world: World) -> dict[str, list[str]]:
    """Return what may stand for a parameter, of claims the one that is being reviewed."""
    reviewed = next(claim for claim in world.claims if claim.status == ClaimStatus.IN_REVIEW)
    return samples(world) | {"claim_id": [str(reviewed.pk)]}


def url(name: str, route: str, known: dict[str, list[str]]) -> str:
    """Return the address with the first row of its own table in it."""
    if "object_id>" in route:
        first = apps.get_model(*route.split("/")[1:3]).objects.first()
        known = known | {"object_id": [str(first.pk if first else 1)]}
    return "/" + next(filled(route, known))


def let_in(answer: HttpResponse) -> bool:
    """Tell whether a page answered; a fault is no refusal."""
    assert answer.status_code < 500
    return answer.status_code not in (403, 404, 405) and not answer.get("Location", "").startswith(OUT)


def ask(browser: Client, address: str) -> tuple[bool, bool]:
    """Look at ADDRESS and press it; what that did is taken back."""
    jar, answers = copy.deepcopy(browser.cookies), []
    for method in (browser.get, browser.post):
        with transaction.atomic():
            answers.append(let_in(method(address, secure=True)))
            transaction.set_rollback(True)
        browser.cookies = copy.deepcopy(jar)
    return answers[0], answers[1]


@pytest.mark.parametrize("letter", [*LETTERS, "-", "x", "?"])
def test_who_is_let_in_where(letter):
    world = make_world()
    known, browser = known_rows(world), letter_of(letter, world)

    got = {name: ask(browser, url(name, route, known)) for name, route in addresses(admin.site.urls[0])}

    expected = {name: (letter in look, letter in press) for name, (look, press) in WHO_MAY.items()}
    assert {name: found for name, found in got.items() if found != expected.get(name)} == {}
    assert got.keys() == expected.keys()
