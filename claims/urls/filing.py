"""Addresses: filing."""

urlpatterns: list = []
