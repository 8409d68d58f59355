"""Addresses: guidance."""

urlpatterns: list = []
