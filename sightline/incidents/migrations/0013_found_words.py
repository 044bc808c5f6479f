"""Words held for redaction or kept with a reason, and what the check made of a document's text (clause 11.1c).

On SQLite a new column rebuilds the table, which drops the triggers that keep the index of words: made again as in 0009.
"""

from importlib import import_module

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import sightline.audit.keys
from sightline.incidents import walls

_keep_words_again = import_module("sightline.incidents.migrations.0009_restricted").keep_words_again
_TABLES = ("incidents_heldwords", "incidents_keptwords")


def put_up(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.put_up(_TABLES))


def take_down(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.take_down(_TABLES))


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0012_walls_of_what_tells"),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, _keep_words_again),
        migrations.AddField(
            model_name="incident",
            name="held_of_provider",
            field=models.PositiveIntegerField(
                default=0, help_text="words and papers of the provider's side held for redaction"
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="held_of_commissioner",
            field=models.PositiveIntegerField(default=0, help_text="the same of the commissioner's"),
        ),
        migrations.AddField(
            model_name="document",
            name="found_kinds",
            field=models.CharField(
                blank=True, help_text="what it found, by kind, never the words", max_length=300
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="held_side",
            field=models.CharField(
                blank=True, help_text="whose lead settles it while it is held", max_length=40
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="replaces",
            field=models.ForeignKey(
                help_text="the held paper it is a copy of",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="incidents.document",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="settled_why",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="document",
            name="text_check",
            field=models.CharField(
                choices=[
                    ("clear", "Checked: nothing found"),
                    ("held", "Held for redaction"),
                    ("not_personal", "Checked: recorded as not personal data"),
                    ("replaced", "Held: a redacted copy takes its place"),
                    ("no_text", "Not checked: no text"),
                    ("not_checked", "Not checked"),
                ],
                default="not_checked",
                help_text="what the personal-data check made of its text",
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="awaited",
            name="action",
            field=models.CharField(
                choices=[
                    ("send_report", "Send the report"),
                    ("request_second_look", "Ask for a second look"),
                    ("declare", "Declare a serious incident"),
                    ("request_discussion", "Discuss with the ICB"),
                    ("agree_in_discussion", "Record your organisation's view"),
                    ("judge_not_serious", "Record as not serious"),
                    ("reconsider", "Look at it again"),
                    ("acknowledge", "Acknowledge"),
                    ("agree_classification", "Agree that it meets SI criteria"),
                    ("challenge_classification", "Challenge the classification"),
                    ("confirm_never_event", "Confirm the Never Event"),
                    ("reject_never_event", "Reject the Never Event"),
                    ("agree_level", "Agree the level of investigation"),
                    ("choose_type", "Choose the incident type"),
                    ("submit_initial_review", "Send the 72-hour review"),
                    ("accept_initial_review", "Accept the 72-hour review"),
                    ("ask_for_more", "Ask for more on the 72-hour review"),
                    ("downgrade", "Downgrade (de-log on StEIS)"),
                    ("record_candour", "Record the Duty of Candour"),
                    ("write_report", "Write the final report"),
                    ("sign_off_report", "Sign off the final report"),
                    ("submit_report", "Send the final report"),
                    ("begin_review", "Acknowledge the report and begin quality assurance"),
                    ("record_quality_assurance", "Record quality assurance"),
                    ("return_report", "Return the report"),
                    ("accept_report", "Accept the report"),
                    ("close", "Close"),
                    ("reopen", "Reopen"),
                    ("add_action", "Add an action"),
                    ("complete_action", "Record an action as done"),
                    ("verify_action", "Verify an action"),
                    ("choose_learning_response", "Choose the learning response"),
                    ("plan_learning_response", "Plan the learning response"),
                    ("agree_another_date", "Agree another date"),
                    ("engage_affected", "Record how those affected are engaged"),
                    ("write_learning_record", "Write down what was learned"),
                    ("sign_off_learning_response", "Sign off the learning response"),
                    ("record_oversight", "Record oversight"),
                    ("allocate", "Say who handles it"),
                    ("post_message", "Write to the other side"),
                    ("add_note", "Write an ICB-only note"),
                    ("add_document", "Add a document"),
                    ("record_steis_details", "Complete the StEIS fields"),
                    ("record_numbers", "Record the StEIS log number"),
                    ("merge", "Join to another report of the same event"),
                    ("receive_duplicate", "Take in a duplicate"),
                    ("separate", "Separate from the lead record"),
                    ("reroute", "Send to the right organisation"),
                    ("correct", "Correct the record"),
                    ("record_other_body", "Record that another body investigates"),
                    ("end_other_body", "Record that the other body has finished"),
                    ("confirm_keyed", "Confirm what the ICB keyed for you"),
                    ("ask_reporter", "Ask the person who reported"),
                    ("answer_as_reporter", "Answer a question about your report"),
                    ("tell_reporter", "Tell the reporter what changed"),
                    ("answer_body_questions", "Answer questions about other bodies"),
                    ("record_body_told", "Record that another body was told"),
                    ("record_body_not_needed", "Record that another body need not be told"),
                    ("restrict", "Limit the case to named people"),
                    ("lift_restriction", "Lift the restriction"),
                    ("name_person", "Name someone who may see it"),
                    ("end_naming", "End what someone may see"),
                    ("settle_held", "Settle what is held for redaction"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="steptaken",
            name="action",
            field=models.CharField(
                choices=[
                    ("send_report", "Send the report"),
                    ("request_second_look", "Ask for a second look"),
                    ("declare", "Declare a serious incident"),
                    ("request_discussion", "Discuss with the ICB"),
                    ("agree_in_discussion", "Record your organisation's view"),
                    ("judge_not_serious", "Record as not serious"),
                    ("reconsider", "Look at it again"),
                    ("acknowledge", "Acknowledge"),
                    ("agree_classification", "Agree that it meets SI criteria"),
                    ("challenge_classification", "Challenge the classification"),
                    ("confirm_never_event", "Confirm the Never Event"),
                    ("reject_never_event", "Reject the Never Event"),
                    ("agree_level", "Agree the level of investigation"),
                    ("choose_type", "Choose the incident type"),
                    ("submit_initial_review", "Send the 72-hour review"),
                    ("accept_initial_review", "Accept the 72-hour review"),
                    ("ask_for_more", "Ask for more on the 72-hour review"),
                    ("downgrade", "Downgrade (de-log on StEIS)"),
                    ("record_candour", "Record the Duty of Candour"),
                    ("write_report", "Write the final report"),
                    ("sign_off_report", "Sign off the final report"),
                    ("submit_report", "Send the final report"),
                    ("begin_review", "Acknowledge the report and begin quality assurance"),
                    ("record_quality_assurance", "Record quality assurance"),
                    ("return_report", "Return the report"),
                    ("accept_report", "Accept the report"),
                    ("close", "Close"),
                    ("reopen", "Reopen"),
                    ("add_action", "Add an action"),
                    ("complete_action", "Record an action as done"),
                    ("verify_action", "Verify an action"),
                    ("choose_learning_response", "Choose the learning response"),
                    ("plan_learning_response", "Plan the learning response"),
                    ("agree_another_date", "Agree another date"),
                    ("engage_affected", "Record how those affected are engaged"),
                    ("write_learning_record", "Write down what was learned"),
                    ("sign_off_learning_response", "Sign off the learning response"),
                    ("record_oversight", "Record oversight"),
                    ("allocate", "Say who handles it"),
                    ("post_message", "Write to the other side"),
                    ("add_note", "Write an ICB-only note"),
                    ("add_document", "Add a document"),
                    ("record_steis_details", "Complete the StEIS fields"),
                    ("record_numbers", "Record the StEIS log number"),
                    ("merge", "Join to another report of the same event"),
                    ("receive_duplicate", "Take in a duplicate"),
                    ("separate", "Separate from the lead record"),
                    ("reroute", "Send to the right organisation"),
                    ("correct", "Correct the record"),
                    ("record_other_body", "Record that another body investigates"),
                    ("end_other_body", "Record that the other body has finished"),
                    ("confirm_keyed", "Confirm what the ICB keyed for you"),
                    ("ask_reporter", "Ask the person who reported"),
                    ("answer_as_reporter", "Answer a question about your report"),
                    ("tell_reporter", "Tell the reporter what changed"),
                    ("answer_body_questions", "Answer questions about other bodies"),
                    ("record_body_told", "Record that another body was told"),
                    ("record_body_not_needed", "Record that another body need not be told"),
                    ("restrict", "Limit the case to named people"),
                    ("lift_restriction", "Lift the restriction"),
                    ("name_person", "Name someone who may see it"),
                    ("end_naming", "End what someone may see"),
                    ("settle_held", "Settle what is held for redaction"),
                ],
                max_length=40,
            ),
        ),
        migrations.CreateModel(
            name="HeldWords",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sightline.audit.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nhs_number", "NHS Number"),
                            ("date_of_birth", "Date of birth"),
                            ("phone", "Phone number"),
                            ("email", "E-mail address"),
                            ("postcode", "Postcode"),
                            ("address", "Street address"),
                            ("ni_number", "National Insurance number"),
                            ("hospital_number", "Hospital number"),
                            ("person", "Name of a person"),
                        ],
                        max_length=20,
                    ),
                ),
                ("held_text", models.TextField(blank=True, help_text="empty once settled; never audited")),
                ("places", models.JSONField(default=list, help_text="list of model, id, field and mask")),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("summary", "Summary"),
                            ("narrative", "What happened"),
                            ("classification", "SI criteria"),
                            ("timescales", "Timescales"),
                            ("candour", "Duty of Candour"),
                            ("investigation", "Investigation"),
                            ("quality_assurance", "Quality assurance"),
                            ("actions", "Actions"),
                            ("history", "Audit trail"),
                            ("documents", "Documents"),
                            ("discussion", "Discussion between provider and ICB"),
                            ("icb_notes", "ICB-only notes"),
                            ("reporter", "Who reported it"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("provider", "Provider where it happened"),
                            ("lead_commissioner", "Lead commissioner"),
                            ("responsible_commissioner", "Responsible commissioner"),
                            ("involved", "Other organisation involved"),
                        ],
                        help_text="whose lead settles them",
                        max_length=40,
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("held_at", models.DateTimeField()),
                (
                    "held_by",
                    models.UUIDField(help_text="empty where the person reported in confidence", null=True),
                ),
                (
                    "settled",
                    models.CharField(
                        blank=True,
                        choices=[("redacted", "Redacted"), ("not_personal", "Not personal data")],
                        max_length=20,
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_by", models.UUIDField(null=True)),
                ("settled_why", models.TextField(blank=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="held_words",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "number"), name="one_mask_a_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptWords",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=sightline.audit.keys.new_key,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("model", models.CharField(max_length=40)),
                ("object_id", models.CharField(max_length=40)),
                ("field", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nhs_number", "NHS Number"),
                            ("date_of_birth", "Date of birth"),
                            ("phone", "Phone number"),
                            ("email", "E-mail address"),
                            ("postcode", "Postcode"),
                            ("address", "Street address"),
                            ("ni_number", "National Insurance number"),
                            ("hospital_number", "Hospital number"),
                            ("person", "Name of a person"),
                        ],
                        max_length=20,
                    ),
                ),
                ("count", models.PositiveIntegerField()),
                ("reason", models.TextField()),
                (
                    "part",
                    models.CharField(
                        choices=[
                            ("summary", "Summary"),
                            ("narrative", "What happened"),
                            ("classification", "SI criteria"),
                            ("timescales", "Timescales"),
                            ("candour", "Duty of Candour"),
                            ("investigation", "Investigation"),
                            ("quality_assurance", "Quality assurance"),
                            ("actions", "Actions"),
                            ("history", "Audit trail"),
                            ("documents", "Documents"),
                            ("discussion", "Discussion between provider and ICB"),
                            ("icb_notes", "ICB-only notes"),
                            ("reporter", "Who reported it"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "fingerprint",
                    models.CharField(
                        help_text="of case and words, so that the same words are not asked again; never audited",
                        max_length=64,
                    ),
                ),
                ("kept_at", models.DateTimeField()),
                (
                    "kept_by",
                    models.UUIDField(help_text="empty where the person reported in confidence", null=True),
                ),
                ("role", models.CharField(max_length=40)),
                ("organisation_id", models.UUIDField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_words",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "ordering": ["kept_at", "id"],
                "indexes": [models.Index(fields=["incident", "fingerprint"], name="kept_words_known")],
            },
        ),
        migrations.RunPython(_keep_words_again, migrations.RunPython.noop),
        migrations.RunPython(put_up, take_down),
    ]
