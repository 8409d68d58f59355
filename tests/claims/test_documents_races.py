"""Two tabs and two devices at one slot, and names that mean harm, on every database."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection
from django.utils import timezone

from claims.models import Document, DocumentPage, DocumentVersion
from claims.services import intake
from tests.builders import signed_in_client
from tests.claims.test_documents import make_draft, photo, post_file

pytestmark = pytest.mark.django_db(transaction=True)
TABS = 6
HOSTILE_NAMES = [
    "../../etc/passwd.jpg",
    "..\\..\\windows.jpg",
    "C:\\foto.jpg",
    "foto.jpg::$DATA",
    "\u202egpj.exe.jpg",
    "a\r\nSet-Cookie: x=1.jpg",
    "<script>alert(1)</script>.jpg",
    "f" * 250 + ".jpg",
    "CON.jpg",
    "foto.jpg.html",
    "e\u0301.jpg",
]


def upload_at_once(document: Document, paths: list[Path], *, replace: bool) -> None:
    """Upload a photo of its own in each tab."""
    barrier = Barrier(len(paths))

    def one(path: Path) -> None:
        barrier.wait()
        try:
            intake.add_files(document, [intake.Upload(path, "foto.jpg")], now=timezone.now(), replace=replace)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(paths)) as pool:
        list(pool.map(one, paths))


@pytest.fixture
def document(tmp_path) -> Document:
    draft = make_draft(("ktp",))
    return draft.documents.get()


@pytest.mark.parametrize(("replace", "kept"), [(False, TABS), (True, 1)])
def test_tabs_that_upload_at_once_lose_no_page_and_share_one_version(document, tmp_path, replace, kept):
    """E4: added pages all stand, in one order; of replacements the last one stands, and its bytes open."""
    paths = [tmp_path / f"{number}.jpg" for number in range(TABS)]
    for path in paths:
        path.write_bytes(photo())

    upload_at_once(document, paths, replace=replace)

    pages = list(DocumentPage.objects.order_by("position"))
    assert DocumentVersion.objects.count() == 1
    assert [page.position for page in pages] == list(range(1, kept + 1))
    assert all(intake.storage.read(page.storage_key, intake.page_context(page.pk)) for page in pages)


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_name_is_only_ever_shown_escaped(name):
    """C6: it never becomes a path, a header or markup."""
    draft = make_draft(("ktp",))
    client = signed_in_client(draft.participant)

    response = post_file(client, draft, "ktp", photo(), name)
    page = DocumentPage.objects.get()
    served = client.get(f"/berkas/{page.pk}/")

    assert response.status_code == 303
    assert (len(page.storage_key), page.storage_key.isalnum()) == (32, True)
    assert served["Content-Disposition"] == f'inline; filename="{draft.number}-ktp-1-1.jpg"'
    assert "<script>alert" not in client.get(response["Location"]).content.decode()
