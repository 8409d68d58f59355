"""Addresses of the claims app."""

app_name = "claims"
urlpatterns = []
