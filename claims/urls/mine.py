"""Addresses: mine."""

urlpatterns: list = []
