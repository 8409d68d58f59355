"""Addresses of the portal's pages, one module an activity."""

from claims.urls import filing, guidance, mine, outbox, reading, signing_in, tracking

app_name = "claims"
urlpatterns = [
    *tracking.urlpatterns,
    *guidance.urlpatterns,
    *signing_in.urlpatterns,
    *filing.urlpatterns,
    *mine.urlpatterns,
    *reading.urlpatterns,
    *outbox.urlpatterns,
]
