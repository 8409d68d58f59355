"""Addresses: the participant's own contacts, channels and language."""

from django.urls import path

from claims.views import own_contacts

urlpatterns = [
    path("jht/kontak/", own_contacts.show, name="contact"),
    path("jht/kontak/email/", own_contacts.change, {"kind": "email"}, name="contact_email"),
    path("jht/kontak/hp/", own_contacts.change, {"kind": "phone"}, name="contact_phone"),
    path("jht/kontak/kode/", own_contacts.change_code, name="contact_code"),
    path("jht/kontak/pastikan/", own_contacts.confirm, name="confirm_email"),
    path("jht/kontak/pastikan/kode/", own_contacts.confirm_code, name="confirm_email_code"),
    path("jht/kontak/saluran/", own_contacts.choose_channels, name="channels"),
]
