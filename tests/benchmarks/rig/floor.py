"""The floor: the least that Django does to answer one lookup by a keyed hash with a small page. No middleware, one query.

``python -m tests.benchmarks.rig.floor 10000 FILE`` makes its table and writes the addresses to ask for into FILE.
"""

import hmac
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from environ import Env

KEY = b"floor of the benchmark"
TABLE = "bench_floor"
PAGE = """<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{{ row.number }}</title></head>
<body><h1>{{ row.number }}</h1><p>{{ row.name }}, {{ row.status }}, {{ row.at|date:"j F Y H:i" }}</p>
<ol>{% for stage in stages %}
<li{% if stage.done %} class="done"{% endif %}>{{ stage.name }}, {{ row.at|date:"j M Y" }}</li>{% endfor %}
</ol>
<footer>Kantor Layanan</footer></body></html>"""

settings.configure(
    ROOT_URLCONF=__name__,
    SECRET_KEY="floor" * 12,
    ALLOWED_HOSTS=["127.0.0.1"],
    USE_TZ=True,
    TIME_ZONE="Asia/Jakarta",
    LANGUAGE_CODE="id",
    DATABASES={"default": Env.db_url_config(os.environ["DATABASE_URL"]) | {"CONN_MAX_AGE": None}},
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [("django.template.loaders.cached.Loader", [("django.template.loaders.locmem.Loader", {"page.html": PAGE})])]
            },
        }
    ],
)
django.setup()

from django.core.wsgi import get_wsgi_application
from django.db import connection, models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone


class Row(models.Model):
    """What the floor looks up."""

    number_index = models.BinaryField(unique=True)
    number = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    status = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        app_label, db_table = "floor", TABLE


def index_of(number: str) -> bytes:
    return hmac.digest(KEY, number.encode(), "sha256")


def look_up(request: HttpRequest) -> HttpResponse:
    row = Row.objects.get(number_index=index_of(request.GET["n"]))
    return render(request, "page.html", {"row": row, "stages": [{"name": f"Tahap {n}", "done": n < 3} for n in range(5)]})


def make_rows(count: int) -> list[str]:
    """Create the table with COUNT rows; return the addresses that find them."""
    numbers = [f"3{n:015d}" for n in range(count)]
    with connection.schema_editor() as editor:
        editor.create_model(Row)
    Row.objects.bulk_create(
        (Row(number_index=index_of(each), number=each, name="B*** S******", status="diperiksa", at=timezone.now()) for each in numbers),
        batch_size=2000,
    )
    return [f"/floor?n={each}" for each in numbers]


urlpatterns = [path("floor", look_up)]
application = get_wsgi_application()

if __name__ == "__main__":
    Path(sys.argv[2]).write_text("\n".join(make_rows(int(sys.argv[1]))))
