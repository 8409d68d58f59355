"""Addresses: outbox."""

urlpatterns: list = []
