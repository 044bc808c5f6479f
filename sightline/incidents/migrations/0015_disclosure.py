"""What is shared and disclosed of a case, the protocols behind it, and what other commissioners shared with us.

Access may now end at a moment to come: on PostgreSQL every wall that stands is given the condition that says so (ADR 23).
"""

from __future__ import annotations

from importlib import import_module

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import sightline.audit.keys
from sightline.incidents import walls

_STANDING = import_module("sightline.incidents.migrations.0011_walls")._TABLES
_NEW = ("incidents_disclosure",)


def put_up(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.FUNCTIONS)
            cursor.execute(walls.put_anew(_STANDING))
            cursor.execute(walls.put_up(_NEW))


def take_down(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            cursor.execute(walls.take_down(_NEW))


class Migration(migrations.Migration):
    dependencies = [
        ("incidents", "0014_redacted_copies"),
        ("organisations", "0005_sign_in"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReceivedCase",
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
                ("their_reference", models.CharField(max_length=60)),
                ("received_on", models.DateField()),
                ("what_told", models.TextField()),
                ("concern", models.TextField(help_text="why it concerns us as responsible commissioner")),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.UUIDField(null=True)),
                ("acknowledged_note", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["-received_on", "-id"],
            },
        ),
        migrations.CreateModel(
            name="SharingProtocol",
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
                    "group_name",
                    models.CharField(blank=True, help_text="where it is with several", max_length=200),
                ),
                ("what", models.TextField()),
                ("basis", models.CharField(max_length=300)),
                ("document_reference", models.CharField(max_length=200)),
                ("from_on", models.DateField()),
                ("review_on", models.DateField()),
                ("added_at", models.DateTimeField()),
                ("added_by", models.UUIDField()),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("ended_on", models.DateField(null=True)),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_reason", models.TextField(blank=True)),
            ],
            options={
                "ordering": ["review_on", "id"],
            },
        ),
        migrations.AddField(
            model_name="document",
            name="protected",
            field=models.CharField(
                blank=True,
                choices=[
                    ("investigation", "Protected investigation material"),
                    ("legal_advice", "Legal advice"),
                ],
                help_text="why it is never shared",
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="protected_reason",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="incidentaccess",
            name="parts",
            field=models.CharField(
                blank=True,
                help_text="|summary|narrative|: what was shared; empty where its level says it",
                max_length=300,
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
                    ("disclose", "Share or disclose it"),
                    ("approve_disclosure", "Approve what is shared"),
                    ("refuse_disclosure", "Refuse what was to be shared"),
                    ("withdraw_disclosure", "Withdraw what was shared"),
                    ("acknowledge_disclosure", "Acknowledge what was shared"),
                    ("protect_document", "Mark a document that is never shared"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="awaited",
            name="relation",
            field=models.CharField(
                choices=[
                    ("provider", "Provider where it happened"),
                    ("lead_commissioner", "Lead commissioner"),
                    ("responsible_commissioner", "Responsible commissioner"),
                    ("involved", "Other organisation involved"),
                    ("shared", "Organisation it was shared with"),
                ],
                max_length=40,
            ),
        ),
        migrations.AlterField(
            model_name="incidentaccess",
            name="level",
            field=models.CharField(
                choices=[
                    ("criteria", "Criteria and rationale only"),
                    ("case", "The whole case"),
                    ("shared", "The parts that were shared"),
                ],
                max_length=20,
            ),
        ),
        migrations.AlterField(
            model_name="incidentaccess",
            name="reason",
            field=models.CharField(
                choices=[
                    ("provider", "Provider where it happened"),
                    ("lead_commissioner", "Lead commissioner"),
                    ("responsible_commissioner", "Responsible commissioner"),
                    ("involved", "Other organisation involved"),
                    ("shared", "Organisation it was shared with"),
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
                    ("disclose", "Share or disclose it"),
                    ("approve_disclosure", "Approve what is shared"),
                    ("refuse_disclosure", "Refuse what was to be shared"),
                    ("withdraw_disclosure", "Withdraw what was shared"),
                    ("acknowledge_disclosure", "Acknowledge what was shared"),
                    ("protect_document", "Mark a document that is never shared"),
                ],
                max_length=40,
            ),
        ),
        migrations.CreateModel(
            name="Disclosure",
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
                    "reference",
                    models.CharField(help_text="of the case, for whoever no longer sees it", max_length=20),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("responsible_commissioner", "Responsible commissioner"),
                            ("region", "NHS England region"),
                            ("regulator", "Regulator"),
                            ("provider", "Another provider"),
                            ("surveillance_group", "Member of the quality surveillance group"),
                            ("coroner", "Coroner"),
                            ("police", "Police"),
                            ("cqc", "Care Quality Commission, by its powers"),
                            ("freedom_of_information", "Freedom-of-information request"),
                            ("subject_access", "Subject-access request"),
                            ("inquiry", "Public inquiry"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "recipient_name",
                    models.CharField(help_text="of a body or office, never of a person", max_length=200),
                ),
                ("parts", models.JSONField(default=list)),
                ("purpose", models.TextField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("secure_email", "Secure e-mail"),
                            ("portal", "Its own secure portal"),
                            ("tracked_post", "Tracked post or by hand"),
                            ("in_sightline", "Opened to it in Sightline"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("living", "Someone living"),
                            ("died", "Someone who has died"),
                            ("not_known", "Several people, or it is not known"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "identifies",
                    models.BooleanField(
                        help_text="empty where it is not known, which counts as yes", null=True
                    ),
                ),
                ("article_6", models.CharField(blank=True, max_length=20)),
                ("article_9", models.CharField(blank=True, max_length=20)),
                ("confidentiality", models.CharField(max_length=20)),
                ("caldicott", models.JSONField(default=dict)),
                ("request_reference", models.CharField(blank=True, max_length=200)),
                ("requested_on", models.DateField(null=True)),
                ("provider_reference", models.CharField(blank=True, max_length=200)),
                ("legal_power", models.CharField(blank=True, max_length=300)),
                (
                    "due_on",
                    models.DateField(help_text="when an answer is wanted, by law or by who asks", null=True),
                ),
                ("expires_on", models.DateField(null=True)),
                ("until_at", models.DateTimeField(null=True)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("provider", "Provider where it happened"),
                            ("lead_commissioner", "Lead commissioner"),
                            ("responsible_commissioner", "Responsible commissioner"),
                            ("involved", "Other organisation involved"),
                            ("shared", "Organisation it was shared with"),
                        ],
                        help_text="which party discloses it",
                        max_length=40,
                    ),
                ),
                ("proposed_at", models.DateTimeField()),
                ("proposed_by", models.UUIDField()),
                ("needs_approval", models.BooleanField()),
                ("approved_by", models.UUIDField(null=True)),
                ("approval_note", models.TextField(blank=True)),
                ("in_force_at", models.DateTimeField(null=True)),
                ("refused_at", models.DateTimeField(null=True)),
                ("refused_by", models.UUIDField(null=True)),
                ("refused_reason", models.TextField(blank=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("acknowledged_by", models.UUIDField(null=True)),
                ("acknowledged_note", models.TextField(blank=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_by", models.UUIDField(null=True)),
                ("withdrawn_reason", models.TextField(blank=True)),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="disclosures",
                        to="incidents.incident",
                    ),
                ),
                (
                    "open_to",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
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
                    "recipient",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.organisation",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="incidentaccess",
            name="disclosure",
            field=models.ForeignKey(
                help_text="by which it was given",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="access",
                to="incidents.disclosure",
            ),
        ),
        migrations.AddConstraint(
            model_name="incidentaccess",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reason", "shared"),
                        models.Q(("parts", ""), _negated=True),
                        ("until_at__isnull", False),
                    ),
                    models.Q(models.Q(("reason", "shared"), _negated=True), ("parts", "")),
                    _connector="OR",
                ),
                name="shared_parts_until_a_day",
            ),
        ),
        migrations.AddField(
            model_name="receivedcase",
            name="lead",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.organisation"
            ),
        ),
        migrations.AddField(
            model_name="receivedcase",
            name="organisation",
            field=models.ForeignKey(
                help_text="who received it",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="sharingprotocol",
            name="organisation",
            field=models.ForeignKey(
                help_text="whose register it is in",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="sharingprotocol",
            name="partner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.organisation",
            ),
        ),
        migrations.AddField(
            model_name="disclosure",
            name="protocol",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disclosures",
                to="incidents.sharingprotocol",
            ),
        ),
        migrations.AddIndex(
            model_name="receivedcase",
            index=models.Index(fields=["organisation", "-received_on"], name="received_newest_first"),
        ),
        migrations.AddConstraint(
            model_name="receivedcase",
            constraint=models.UniqueConstraint(
                fields=("organisation", "lead", "their_reference", "received_on"), name="received_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="receivedcase",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                    models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                    _connector="OR",
                ),
                name="received_acknowledged",
            ),
        ),
        migrations.AddIndex(
            model_name="sharingprotocol",
            index=models.Index(fields=["organisation", "review_on"], name="protocols_by_review"),
        ),
        migrations.AddConstraint(
            model_name="sharingprotocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("partner__isnull", False), models.Q(("group_name", ""), _negated=True), _connector="OR"
                ),
                name="protocol_with_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharingprotocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_by__isnull", True), ("ended_on__isnull", True)),
                    models.Q(("ended_by__isnull", False), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="protocol_ended",
            ),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["incident", "-id"], name="disclosures_of_a_case"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["open_to", "-id"], name="disclosures_to_one"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["recipient", "-id"], name="disclosures_made_to_one"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("open_to__isnull", True), ("recipient__isnull", True)),
                    models.Q(
                        ("open_to__isnull", False), ("recipient__isnull", False), ("until_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="shared_until_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("needs_approval", False),
                    ("in_force_at__isnull", True),
                    ("approved_by__isnull", False),
                    _connector="OR",
                ),
                name="approved_before_it_goes",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved_by__isnull", True),
                    models.Q(("approved_by", models.F("proposed_by")), _negated=True),
                    _connector="OR",
                ),
                name="approved_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("acknowledged_at__isnull", True), ("acknowledged_by__isnull", True)),
                    models.Q(("acknowledged_at__isnull", False), ("acknowledged_by__isnull", False)),
                    _connector="OR",
                ),
                name="acknowledged_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("withdrawn_at__isnull", True), ("withdrawn_by__isnull", True)),
                    models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                    _connector="OR",
                ),
                name="withdrawn_pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("refused_at__isnull", True), ("refused_by__isnull", True)),
                    models.Q(("refused_at__isnull", False), ("refused_by__isnull", False)),
                    _connector="OR",
                ),
                name="refused_pair",
            ),
        ),
        migrations.RunPython(put_up, take_down),
    ]
