"""Addresses of the portal's pages, one module an activity."""

from claims.urls import (
    at_office,
    booking,
    denying,
    filing,
    guidance,
    language,
    mine,
    outbox,
    own_contacts,
    provider_reports,
    reading,
    rights,
    savings,
    signing_in,
    tracking,
)

app_name = "claims"
urlpatterns = [
    *tracking.urlpatterns,
    *guidance.urlpatterns,
    *signing_in.urlpatterns,
    *filing.urlpatterns,
    *at_office.urlpatterns,
    *booking.urlpatterns,
    *savings.urlpatterns,
    *mine.urlpatterns,
    *denying.urlpatterns,
    *own_contacts.urlpatterns,
    *rights.urlpatterns,
    *reading.urlpatterns,
    *outbox.urlpatterns,
    *provider_reports.urlpatterns,
    *language.urlpatterns,
]
