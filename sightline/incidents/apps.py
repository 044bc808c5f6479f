from collections.abc import Iterable

from django.apps import AppConfig

from sightline.upkeep.papers import Paper, register


def _papers(using: str) -> Iterable[Paper]:
    from sightline.incidents.selectors.papers import papers

    return papers(using)


class IncidentsConfig(AppConfig):
    name = "sightline.incidents"
    label = "incidents"

    def ready(self) -> None:
        """Backups ask which files belong to the rows."""
        register(_papers)
