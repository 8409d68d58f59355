"""Addresses: tracking."""

urlpatterns: list = []
