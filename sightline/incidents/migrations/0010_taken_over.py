"""What is kept of an organisation that took over a case: why it is there, and names on a limited case that nobody gave.

On SQLite a new column rebuilds the table, which drops the triggers that keep the index of words: made again as in 0009.
"""

from importlib import import_module

from django.db import migrations, models

_keep_words_again = import_module("sightline.incidents.migrations.0009_restricted").keep_words_again


class Migration(migrations.Migration):
    dependencies = [("incidents", "0009_restricted")]

    operations = [
        # Going back, this is what comes last.
        migrations.RunPython(migrations.RunPython.noop, _keep_words_again),
        migrations.AddField(
            model_name="incident",
            name="provider_why",
            field=models.CharField(
                blank=True,
                default="",
                help_text="empty where it happened or was reported there",
                max_length=300,
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="named",
            name="named_by",
            field=models.UUIDField(
                help_text="empty where it followed from one organisation taking over another", null=True
            ),
        ),
        migrations.RunPython(_keep_words_again, migrations.RunPython.noop),
    ]
