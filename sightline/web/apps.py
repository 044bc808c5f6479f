from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "sightline.web"
    label = "web"

    def ready(self) -> None:
        """Listens for signing in before anybody does, whichever module is asked for first."""
        import_module("sightline.web.proof")
