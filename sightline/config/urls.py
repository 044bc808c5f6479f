"""Addresses are listed in ``sightline.web.urls``; this only points there."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("sightline.web.urls"))]
