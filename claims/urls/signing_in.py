"""Addresses: signing_in."""

urlpatterns: list = []
