"""Every address of the product."""

from __future__ import annotations

from allauth.account.views import account_inactive, login, logout
from django.urls import path

from sightline.web import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("sign-in/", login, name="account_login"),
    path("sign-out/", logout, name="account_logout"),
    path("account-closed/", account_inactive, name="account_inactive"),
]
