"""Addresses: reading."""

urlpatterns: list = []
