"""Restricted cases: their kind, who is named, who opened one, and who looked at which case.

On SQLite a new column rebuilds the table of incidents, which drops the triggers that keep the index of words (0003): they
are made again, forward and back.
"""

from importlib import import_module

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import sightline.audit.keys

_TRIGGERS = [
    statement
    for statement in import_module("sightline.incidents.migrations.0003_search").SQLITE
    if statement.startswith("CREATE TRIGGER")
]


def keep_words_again(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor != "sqlite":
        return
    with schema_editor.connection.cursor() as cursor:
        for statement in _TRIGGERS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {statement.split()[2]}")
            cursor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0008_cleaned_copies"),
        ("organisations", "0004_local_figures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # Going back, this is what comes last.
        migrations.RunPython(migrations.RunPython.noop, keep_words_again),
        migrations.AddField(
            model_name="incident",
            name="restricted_kind",
            field=models.CharField(
                blank=True,
                choices=[
                    ("staff", "Concerns or allegations about staff"),
                    ("abuse", "Abuse"),
                    ("high_profile", "High profile"),
                ],
                default="",
                help_text="why only named people see it",
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
                ],
                max_length=40,
            ),
        ),
        migrations.CreateModel(
            name="Look",
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
                ("person_id", models.UUIDField()),
                ("organisation_id", models.UUIDField()),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reporter", "Reporter"),
                            ("provider_lead", "Patient-safety lead"),
                            ("provider_executive", "Executive"),
                            ("investigator", "Investigator"),
                            ("patient_safety_team", "Patient safety team"),
                            ("place_quality_lead", "Quality lead at Place"),
                            ("patient_safety_specialist", "Patient Safety Specialist"),
                            ("chief_nurse", "Chief Nurse"),
                            ("chief_executive", "Chief Executive"),
                            ("on_call_director", "On-call Director"),
                            ("communications", "Communications"),
                            ("contract_manager", "Contract manager"),
                            ("committee_secretary", "Committee secretary"),
                            ("board_member", "Board member"),
                            ("information_governance_lead", "Information-governance lead"),
                            ("surveillance_group_member", "Surveillance group member"),
                            ("reader", "Reader"),
                            ("analyst", "Analyst"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=40,
                    ),
                ),
                ("page", models.CharField(max_length=60)),
                ("hour_at", models.DateTimeField()),
                ("first_at", models.DateTimeField()),
                ("last_at", models.DateTimeField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="looks",
                        to="incidents.incident",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["incident", "-id"], name="looks_newest_first")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("incident", "person_id", "organisation_id", "role", "page", "hour_at"),
                        name="one_look_an_hour",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Named",
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
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reporter", "Reporter"),
                            ("provider_lead", "Patient-safety lead"),
                            ("provider_executive", "Executive"),
                            ("investigator", "Investigator"),
                            ("patient_safety_team", "Patient safety team"),
                            ("place_quality_lead", "Quality lead at Place"),
                            ("patient_safety_specialist", "Patient Safety Specialist"),
                            ("chief_nurse", "Chief Nurse"),
                            ("chief_executive", "Chief Executive"),
                            ("on_call_director", "On-call Director"),
                            ("communications", "Communications"),
                            ("contract_manager", "Contract manager"),
                            ("committee_secretary", "Committee secretary"),
                            ("board_member", "Board member"),
                            ("information_governance_lead", "Information-governance lead"),
                            ("surveillance_group_member", "Surveillance group member"),
                            ("reader", "Reader"),
                            ("analyst", "Analyst"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=40,
                    ),
                ),
                ("by_opening", models.BooleanField(default=False)),
                ("why", models.TextField()),
                ("clause", models.CharField(max_length=20)),
                ("from_at", models.DateTimeField()),
                ("until_at", models.DateTimeField(null=True)),
                ("named_by", models.UUIDField()),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="named",
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
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["incident", "organisation"], name="named_on_a_case")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("person__isnull", False), models.Q(("role", ""), _negated=True), _connector="OR"
                        ),
                        name="names_somebody",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("by_opening", False),
                            models.Q(("person__isnull", False), ("until_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="opened_by_one_for_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Opening",
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
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("reporter", "Reporter"),
                            ("provider_lead", "Patient-safety lead"),
                            ("provider_executive", "Executive"),
                            ("investigator", "Investigator"),
                            ("patient_safety_team", "Patient safety team"),
                            ("place_quality_lead", "Quality lead at Place"),
                            ("patient_safety_specialist", "Patient Safety Specialist"),
                            ("chief_nurse", "Chief Nurse"),
                            ("chief_executive", "Chief Executive"),
                            ("on_call_director", "On-call Director"),
                            ("communications", "Communications"),
                            ("contract_manager", "Contract manager"),
                            ("committee_secretary", "Committee secretary"),
                            ("board_member", "Board member"),
                            ("information_governance_lead", "Information-governance lead"),
                            ("surveillance_group_member", "Surveillance group member"),
                            ("reader", "Reader"),
                            ("analyst", "Analyst"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=40,
                    ),
                ),
                ("reason", models.TextField()),
                ("opened_at", models.DateTimeField(db_index=True)),
                ("until_at", models.DateTimeField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("reviewed_by", models.UUIDField(null=True)),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("needed", "It was needed"),
                            ("not_needed", "It was not needed: followed up with the person"),
                            ("breach", "It was a breach: recorded and investigated as one"),
                        ],
                        max_length=20,
                    ),
                ),
                ("review_note", models.TextField(blank=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="openings",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("reviewed_at__isnull", True)),
                        fields=["opened_at"],
                        name="openings_to_review",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("reviewed_at__isnull", True), ("reviewed_by__isnull", True)),
                            models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reviewed_pair",
                    )
                ],
            },
        ),
        migrations.RunPython(keep_words_again, migrations.RunPython.noop),
    ]
