from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    name = "sightline.demonstration"
    label = "demonstration"
