"""Addresses are listed in ``sightline.web.urls``; this only points there."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("sightline.web.urls"))]

handler400 = "sightline.web.error_pages.malformed"
handler403 = "sightline.web.error_pages.denied"
handler404 = "sightline.web.error_pages.not_found"
handler500 = "sightline.web.error_pages.failed"
