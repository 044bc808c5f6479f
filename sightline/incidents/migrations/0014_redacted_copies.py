"""Redacted copies and the one in hand, walled like every table of a case."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import sightline.audit.keys
from sightline.incidents import walls

_TABLES = ("incidents_redactiondraft", "incidents_redactedcopy")


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
        ("incidents", "0013_found_words"),
        ("organisations", "0005_sign_in"),
    ]

    operations = [
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
                    ("make_redacted_copy", "Make a redacted copy"),
                    ("check_redacted_copy", "Check a redacted copy"),
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
                    ("make_redacted_copy", "Make a redacted copy"),
                    ("check_redacted_copy", "Check a redacted copy"),
                ],
                max_length=40,
            ),
        ),
        migrations.CreateModel(
            name="RedactionDraft",
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
                ("begun_by", models.UUIDField()),
                ("begun_at", models.DateTimeField()),
                ("saved_at", models.DateTimeField()),
                (
                    "copy_for",
                    models.CharField(
                        choices=[
                            ("family", "The patient or family"),
                            ("coroner", "The coroner"),
                            ("police", "The police"),
                            ("regulator", "A regulator"),
                            ("subject_access", "A subject-access request"),
                            ("freedom_of_information", "A freedom-of-information request"),
                            ("inquiry", "An inquiry"),
                            ("organisation", "Another organisation"),
                            ("public", "Anyone: published"),
                        ],
                        max_length=40,
                    ),
                ),
                ("purpose", models.CharField(max_length=200)),
                ("contents", models.JSONField(default=list)),
                ("hashes", models.JSONField(default=dict)),
                ("marks", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redaction_drafts",
                        to="incidents.incident",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["-saved_at"],
            },
        ),
        migrations.CreateModel(
            name="RedactedCopy",
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
                ("number", models.PositiveSmallIntegerField()),
                (
                    "copy_for",
                    models.CharField(
                        choices=[
                            ("family", "The patient or family"),
                            ("coroner", "The coroner"),
                            ("police", "The police"),
                            ("regulator", "A regulator"),
                            ("subject_access", "A subject-access request"),
                            ("freedom_of_information", "A freedom-of-information request"),
                            ("inquiry", "An inquiry"),
                            ("organisation", "Another organisation"),
                            ("public", "Anyone: published"),
                        ],
                        max_length=40,
                    ),
                ),
                ("purpose", models.CharField(max_length=200)),
                ("manifest", models.JSONField()),
                ("hash_key", models.CharField(max_length=64)),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField()),
                ("made_in_role", models.CharField(max_length=40)),
                ("checked_at", models.DateTimeField(null=True)),
                ("checked_by", models.UUIDField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("approved", "It may be given out"), ("refused", "It must be made again")],
                        max_length=20,
                    ),
                ),
                ("note", models.TextField(blank=True)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="redacted_copy",
                        to="incidents.document",
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="redacted_copies",
                        to="incidents.incident",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
                (
                    "original",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="incidents.document",
                    ),
                ),
            ],
            options={
                "ordering": ["-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("incident", "number"), name="one_redacted_copy_a_number"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("checked_at__isnull", True), ("checked_by__isnull", True)),
                            models.Q(("checked_at__isnull", False), ("checked_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="redacted_copy_check_pair",
                    ),
                ],
            },
        ),
        migrations.RunPython(put_up, take_down),
    ]
