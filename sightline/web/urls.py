"""Every address of the product. One file because each stands beside its neighbours: which is asked first decides."""

from __future__ import annotations

from allauth.account.views import account_inactive, login, logout
from django.urls import path
from django.views.decorators.http import require_http_methods

from sightline.web import health
from sightline.web.account import provider_views as by_provider
from sightline.web.account import views as account
from sightline.web.administer import figures_views as administer_figures
from sightline.web.administer import joining_views as joining
from sightline.web.administer import lists_views as administer_lists
from sightline.web.administer import organisations_views as administer_organisations
from sightline.web.administer import people_views as administer_people
from sightline.web.administer import work_views as administer_work
from sightline.web.assure import views as assure
from sightline.web.bodies import views as bodies
from sightline.web.breaches import views as breaches
from sightline.web.cases import history_views as case_history
from sightline.web.cases import views as cases
from sightline.web.correct import views as correct
from sightline.web.decide import views as decide
from sightline.web.desk import views as desk
from sightline.web.discussion import views as discussion
from sightline.web.documents import views as documents
from sightline.web.export import views as export
from sightline.web.held import views as held
from sightline.web.learn import views as learn
from sightline.web.light import views as light
from sightline.web.notices import views as notices
from sightline.web.policy import views as policy
from sightline.web.proof import before_second_factor
from sightline.web.redact import views as redact
from sightline.web.replay import views as replay
from sightline.web.report import answering as report_answering
from sightline.web.report import from_document as report_document
from sightline.web.report import views as report
from sightline.web.respond import views as respond
from sightline.web.restricted import views as restricted
from sightline.web.retention import erasing_views as erasing
from sightline.web.retention import views as retention
from sightline.web.roles import views as roles
from sightline.web.share import register_views as share_registers
from sightline.web.share import views as share
from sightline.web.steis import views as steis
from sightline.web.today import views as today

#: The library's own pages take a PUT for a POST, and lead on whoever is signed in by any method.
_page = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("", today.today, name="today"),
    path("incidents/", cases.incidents, name="incidents"),
    path("incidents/views/", cases.incidents_views, name="incidents_views"),
    path("incidents/views/<uuid:view_id>/rename/", cases.incidents_view_rename, name="incidents_view_rename"),
    path("incidents/views/<uuid:view_id>/remove/", cases.incidents_view_remove, name="incidents_view_remove"),
    path("incidents/export.csv", cases.incidents_export, name="incidents_export"),
    path("incidents/<str:reference>/", cases.incident, name="incident"),
    path("incidents/<str:reference>/audit-trail/", case_history.audit_trail, name="incident_trail"),
    path("incidents/<str:reference>/as-at/", case_history.as_at, name="incident_as_at"),
    path("incidents/<str:reference>/as-at.pdf", case_history.as_at_pdf, name="incident_as_at_pdf"),
    path("incidents/<str:reference>/export/", export.incident_export, name="incident_export"),
    path("incidents/<str:reference>/retention/", retention.incident_retention, name="incident_retention"),
    path("incidents/<str:reference>/retention/words/", erasing.retention_words, name="retention_words"),
    path("incidents/<str:reference>/retention/dispose/", erasing.retention_dispose, name="retention_dispose"),
    path("retention/proposals/<uuid:erasure_id>/", erasing.retention_erasure, name="retention_erasure"),
    path("retention/", retention.retention_register, name="retention_register"),
    path("retention/holds/<uuid:hold_id>/lift/", retention.retention_lift, name="retention_lift"),
    path("incidents/<str:reference>/who-can-see/", cases.who_can_see, name="incident_access"),
    path("documents/<uuid:document_id>/", cases.document, name="document"),
    path("breaches/", breaches.breaches, name="breaches"),
    path("breaches/export.csv", breaches.breaches_export, name="breaches_export"),
    path("breaches/report/", breaches.breach_report, name="breach_report"),
    path("breaches/<str:breach>/", breaches.breach, name="breach"),
    path("breaches/<str:breach>/tasks/<uuid:task_id>/", breaches.breach_task, name="breach_task"),
    path("breaches/<str:breach>/links/<uuid:link_id>/", breaches.breach_unlink, name="breach_unlink"),
    path("breaches/<str:breach>/<slug:act>/", breaches.breach_act, name="breach_act"),
    path("report/", report.report_start, name="report_start"),
    path("report/paper/", report.report_paper, name="report_paper"),
    path("report/mine/", report.report_mine, name="report_mine"),
    path("report/sent/", report.report_sent, name="report_sent"),
    path("report/<uuid:draft_id>/<int:number>/", report.report_question, name="report_question"),
    path("report/<uuid:draft_id>/check/", report.report_check, name="report_check"),
    path("report/<uuid:draft_id>/discard/", report.report_discard, name="report_discard"),
    path("report/<str:reference>/second-look/", report.report_second_look, name="report_second_look"),
    path("progress/", report.report_progress, name="report_progress"),
    path("policy/", policy.policy, name="policy"),
    path("policy/timescales/", policy.policy_timescales, name="policy_timescales"),
    path("policy/defaults/", policy.policy_defaults, name="policy_defaults"),
    path("policy/replay/", replay.replay, name="replay"),
    path("policy/replay/differences.csv", replay.replay_export, name="replay_export"),
    path("policy/<str:clause_id>/", policy.policy_clause, name="policy_clause"),
    path("roles/", roles.roles, name="roles"),
    path("incidents/<str:reference>/steis/", steis.incident_steis, name="incident_steis"),
    path("incidents/<str:reference>/steis/text/", steis.incident_steis_text, name="incident_steis_text"),
    path(
        "incidents/<str:reference>/steis/details/",
        steis.incident_steis_details,
        name="incident_steis_details",
    ),
    path("incidents/<str:reference>/bodies/questions/", bodies.bodies_questions, name="bodies_questions"),
    path("incidents/<str:reference>/bodies/<str:rule>/", bodies.bodies_item, name="bodies_item"),
    path("incidents/<str:reference>/decide/", decide.decide, name="decide"),
    path("incidents/<str:reference>/discussion/", decide.discussion, name="decide_discussion"),
    path("incidents/<str:reference>/reconsider/", decide.reconsider, name="decide_reconsider"),
    path(
        "incidents/<str:reference>/learning-response/",
        decide.learning_response,
        name="decide_learning_response",
    ),
    path(
        "incidents/<str:reference>/initial-review/",
        respond.respond_initial_review,
        name="respond_initial_review",
    ),
    path("incidents/<str:reference>/final-report/", respond.respond_report, name="respond_report"),
    path("incidents/<str:reference>/sign-off/", respond.respond_sign_off, name="respond_sign_off"),
    path(
        "incidents/<str:reference>/learning-response/sign-off/",
        respond.respond_learning_sign_off,
        name="respond_learning_sign_off",
    ),
    path(
        "incidents/<str:reference>/learning-response/plan/",
        learn.learn_plan,
        name="learn_plan",
    ),
    path("incidents/<str:reference>/learning-response/date/", learn.learn_date, name="learn_date"),
    path(
        "incidents/<str:reference>/learning-response/affected/",
        learn.learn_affected,
        name="learn_affected",
    ),
    path("incidents/<str:reference>/learning-response/record/", learn.learn_record, name="learn_record"),
    path("incidents/<str:reference>/oversight/", learn.learn_oversight, name="learn_oversight"),
    path("incidents/<str:reference>/send-report/", respond.respond_submit, name="respond_submit"),
    path("incidents/<str:reference>/candour/", respond.respond_candour, name="respond_candour"),
    path(
        "incidents/<str:reference>/candour/<str:code>/",
        respond.respond_candour_step,
        name="respond_candour_step",
    ),
    path("incidents/<str:reference>/actions/add/", respond.respond_add_action, name="respond_add_action"),
    path(
        "incidents/<str:reference>/actions/<uuid:action_id>/done/",
        respond.respond_complete_action,
        name="respond_complete_action",
    ),
    path("incidents/<str:reference>/acknowledge/", assure.assure_acknowledge, name="assure_acknowledge"),
    path(
        "incidents/<str:reference>/classification/",
        assure.assure_classification,
        name="assure_classification",
    ),
    path("incidents/<str:reference>/never-event/", assure.assure_never_event, name="assure_never_event"),
    path("incidents/<str:reference>/level/", assure.assure_level, name="assure_level"),
    path("incidents/<str:reference>/incident-type/", assure.assure_type, name="assure_type"),
    path(
        "incidents/<str:reference>/initial-review/answer/",
        assure.assure_initial_review,
        name="assure_initial_review",
    ),
    path("incidents/<str:reference>/quality-assurance/begin/", assure.assure_begin, name="assure_begin"),
    path("incidents/<str:reference>/quality-assurance/", assure.assure_quality, name="assure_quality"),
    path("incidents/<str:reference>/close/", assure.assure_close, name="assure_close"),
    path("incidents/<str:reference>/downgrade/", assure.assure_downgrade, name="assure_downgrade"),
    path("incidents/<str:reference>/reopen/", assure.assure_reopen, name="assure_reopen"),
    path(
        "incidents/<str:reference>/actions/<uuid:action_id>/verify/",
        assure.assure_verify_action,
        name="assure_verify_action",
    ),
    path(
        "report/<uuid:draft_id>/from-document/",
        report_document.report_from_document,
        name="report_from_document",
    ),
    path("incidents/<str:reference>/documents/", documents.incident_documents, name="incident_documents"),
    path(
        "incidents/<str:reference>/initial-review/from-document/",
        documents.documents_initial_review,
        name="documents_initial_review",
    ),
    path("incidents/<str:reference>/redacted-copies/", redact.redacted_copies, name="redacted_copies"),
    path("incidents/<str:reference>/redacted-copies/new/", redact.redact_begin, name="redact_begin"),
    path(
        "incidents/<str:reference>/redacted-copies/from-document/",
        redact.redact_document,
        name="redact_document",
    ),
    path(
        "incidents/<str:reference>/redacted-copies/marking/<uuid:redaction_id>/",
        redact.redact_mark,
        name="redact_mark",
    ),
    path(
        "incidents/<str:reference>/redacted-copies/marking/<uuid:redaction_id>/preview/",
        redact.redact_preview,
        name="redact_preview",
    ),
    path(
        "incidents/<str:reference>/redacted-copies/<uuid:copy_id>/",
        redact.redacted_copy,
        name="redacted_copy",
    ),
    path(
        "incidents/<str:reference>/redacted-copies/<uuid:copy_id>/file/",
        redact.redacted_copy_file,
        name="redacted_copy_file",
    ),
    path(
        "incidents/<str:reference>/redacted-copies/<uuid:copy_id>/manifest.json",
        redact.redacted_copy_manifest,
        name="redacted_copy_manifest",
    ),
    path("report/answer/<uuid:question_id>/", report_answering.report_answer, name="report_answer"),
    path("actions/", desk.actions_desk, name="actions_desk"),
    path("actions/export.csv", desk.actions_export, name="actions_export"),
    path("desk/", desk.desk, name="desk"),
    path("desk/give-on/", desk.desk_reallocate, name="desk_reallocate"),
    path("desk/cover/", desk.desk_cover, name="desk_cover"),
    path("desk/cover/<uuid:cover_id>/end/", desk.desk_cover_end, name="desk_cover_end"),
    path("desk/providers/", desk.desk_providers, name="desk_providers"),
    path("desk/providers/<str:code>/", desk.desk_provider, name="desk_provider"),
    path("incidents/<str:reference>/allocate/", desk.desk_allocate, name="desk_allocate"),
    path("messages/", discussion.messages, name="messages"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.notices_read, name="notices_read"),
    path("notices/<uuid:notice_id>/", notices.notice, name="notice"),
    path("incidents/<str:reference>/messages/", discussion.incident_messages, name="incident_messages"),
    path("incidents/<str:reference>/notes/", discussion.incident_notes, name="incident_notes"),
    path("incidents/<str:reference>/held/", held.held_words, name="held_words"),
    path("incidents/<str:reference>/held/<uuid:held_id>/", held.held_settle, name="held_settle"),
    path(
        "incidents/<str:reference>/held/document/<uuid:document_id>/",
        held.held_document,
        name="held_document",
    ),
    path("incidents/<str:reference>/reporter/", discussion.incident_reporter, name="incident_reporter"),
    path("link/", light.light_ask_for_link, name="light_ask_for_link"),
    path("link/<str:secret>/", light.light_open_link, name="light_open_link"),
    path("incidents/<str:reference>/send-link/", light.light_send_link, name="light_send_link"),
    path("incidents/<str:reference>/answer/", light.light_answer, name="light_answer"),
    path(
        "incidents/<str:reference>/significant-event-analysis/", light.light_analysis, name="light_analysis"
    ),
    path("incidents/<str:reference>/confirm/", light.light_confirm, name="light_confirm"),
    path("incidents/<str:reference>/join/", correct.correct_join, name="correct_join"),
    path("incidents/<str:reference>/separate/", correct.correct_separate, name="correct_separate"),
    path("incidents/<str:reference>/correct/", correct.correct_case, name="correct_case"),
    path("incidents/<str:reference>/send-on/", correct.correct_reroute, name="correct_reroute"),
    path("incidents/<str:reference>/other-body/", correct.correct_other_body, name="correct_other_body"),
    path(
        "incidents/<str:reference>/other-body/end/",
        correct.correct_other_body_end,
        name="correct_other_body_end",
    ),
    path("incidents/<str:reference>/restrict/", restricted.restrict_case, name="restrict_case"),
    path("incidents/<str:reference>/restrict/lift/", restricted.restrict_lift, name="restrict_lift"),
    path("incidents/<str:reference>/named/", restricted.restricted_named, name="restricted_named"),
    path(
        "incidents/<str:reference>/named/<uuid:named_id>/end/",
        restricted.restricted_end_naming,
        name="restricted_end_naming",
    ),
    path("incidents/<str:reference>/open/", restricted.restricted_open, name="restricted_open"),
    path("incidents/<str:reference>/looks/", restricted.incident_looks, name="incident_looks"),
    path("incidents/<str:reference>/shared/", share.incident_shared, name="incident_shared"),
    path("incidents/<str:reference>/shared/new/", share.share_case, name="share_case"),
    path("documents/<uuid:document_id>/protect/", share.document_protect, name="document_protect"),
    path("disclosures/", share_registers.disclosures, name="disclosures"),
    path("disclosures/export.csv", share_registers.disclosures_export, name="disclosures_export"),
    path("disclosures/<uuid:disclosure_id>/", share.disclosure, name="disclosure"),
    path("disclosures/<uuid:disclosure_id>/approve/", share.disclosure_approve, name="disclosure_approve"),
    path("disclosures/<uuid:disclosure_id>/withdraw/", share.disclosure_withdraw, name="disclosure_withdraw"),
    path(
        "disclosures/<uuid:disclosure_id>/acknowledge/",
        share.disclosure_acknowledge,
        name="disclosure_acknowledge",
    ),
    path("protocols/", share_registers.protocols, name="protocols"),
    path("protocols/add/", share_registers.protocol_add, name="protocol_add"),
    path("protocols/<uuid:protocol_id>/review/", share_registers.protocol_review, name="protocol_review"),
    path("received/", share_registers.received, name="received"),
    path("received/add/", share_registers.received_add, name="received_add"),
    path(
        "received/<uuid:received_id>/acknowledge/",
        share_registers.received_acknowledge,
        name="received_acknowledge",
    ),
    path("openings/", restricted.openings, name="openings"),
    path("openings/<uuid:opening_id>/", restricted.opening_review, name="opening_review"),
    path("administer/", administer_organisations.administer, name="administer"),
    path(
        "administer/organisations/",
        administer_organisations.administer_organisations,
        name="administer_organisations",
    ),
    path(
        "administer/organisations/add/",
        administer_organisations.administer_add_organisation,
        name="administer_add_organisation",
    ),
    path(
        "administer/organisations/<str:code>/",
        administer_organisations.administer_organisation,
        name="administer_organisation",
    ),
    path(
        "administer/organisations/<str:code>/name/",
        administer_organisations.administer_rename,
        name="administer_rename",
    ),
    path(
        "administer/organisations/<str:code>/close/",
        administer_organisations.administer_close,
        name="administer_close",
    ),
    path(
        "administer/organisations/<str:code>/psirf/",
        administer_organisations.administer_psirf,
        name="administer_psirf",
    ),
    path(
        "administer/organisations/<str:code>/place/",
        administer_organisations.administer_in_place,
        name="administer_in_place",
    ),
    path(
        "administer/organisations/<str:code>/contract/",
        administer_organisations.administer_add_contract,
        name="administer_add_contract",
    ),
    path(
        "administer/organisations/<str:code>/person/",
        administer_people.administer_add_person,
        name="administer_add_person",
    ),
    path(
        "administer/organisations/<str:code>/people/<uuid:person_id>/",
        administer_people.administer_add_role,
        name="administer_add_role",
    ),
    path(
        "administer/contracts/<uuid:contract_id>/end/",
        administer_organisations.administer_end_contract,
        name="administer_end_contract",
    ),
    path("administer/places/", administer_organisations.administer_places, name="administer_places"),
    path("administer/people/", administer_people.administer_people, name="administer_people"),
    path(
        "administer/people/<uuid:person_id>/", administer_people.administer_person, name="administer_person"
    ),
    path(
        "administer/people/<uuid:person_id>/details/",
        administer_people.administer_details,
        name="administer_details",
    ),
    path(
        "administer/people/<uuid:person_id>/account/",
        administer_people.administer_account,
        name="administer_account",
    ),
    path("administer/people/<uuid:person_id>/invite/", joining.administer_invite, name="administer_invite"),
    path("administer/people/<uuid:person_id>/left/", joining.administer_leaver, name="administer_leaver"),
    path(
        "administer/people/<uuid:person_id>/second-factor/",
        joining.administer_reset_factor,
        name="administer_reset_factor",
    ),
    path(
        "administer/people/<uuid:person_id>/provider/",
        joining.administer_part,
        name="administer_part",
    ),
    path(
        "administer/roles/<uuid:membership_id>/change/",
        joining.administer_change_role,
        name="administer_change_role",
    ),
    path(
        "administer/roles/<uuid:membership_id>/take-away/",
        joining.administer_revoke,
        name="administer_revoke",
    ),
    path(
        "administer/roles/<uuid:membership_id>/end/",
        administer_people.administer_end_role,
        name="administer_end_role",
    ),
    path("administer/lists/", administer_lists.administer_lists, name="administer_lists"),
    path(
        "administer/lists/bank-holiday/",
        administer_lists.administer_add_holiday,
        name="administer_add_holiday",
    ),
    path(
        "administer/lists/bank-holiday/<uuid:holiday_id>/withdraw/",
        administer_lists.administer_withdraw_holiday,
        name="administer_withdraw_holiday",
    ),
    path("administer/lists/moved/", administer_lists.administer_moved, name="administer_moved"),
    path("administer/lists/figures/", administer_figures.administer_figures, name="administer_figures"),
    path(
        "administer/lists/figures/<str:code_of_figure>/",
        administer_figures.administer_figure,
        name="administer_figure",
    ),
    path(
        "administer/figures/<uuid:agreed_id>/end/",
        administer_figures.administer_end_figure,
        name="administer_end_figure",
    ),
    path(
        "administer/lists/<str:framework>/<str:kind>/",
        administer_lists.administer_vary,
        name="administer_vary",
    ),
    path(
        "administer/variations/<uuid:variation_id>/end/",
        administer_lists.administer_end_variation,
        name="administer_end_variation",
    ),
    path("administer/work/anchor.json", administer_work.administer_anchor, name="administer_anchor"),
    path("administer/work/", administer_work.administer_work, name="administer_work"),
    path("administer/work/email/", administer_work.administer_email, name="administer_email"),
    path("administer/work/<slug:job>/", administer_work.administer_job, name="administer_job"),
    path("administer/work/runs/<int:run_id>/", administer_work.administer_run, name="administer_run"),
    path("administer/preview/", administer_lists.administer_preview, name="administer_preview"),
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("sign-in/", _page(login), name="account_login"),
    path("sign-in/second-step/", account.authenticate, name="mfa_authenticate"),
    path("sign-in/passkey/", account.sign_in_passkey, name="sign_in_passkey"),
    path("sign-in/by/<str:provider>/", by_provider.provider_sign_in, name="provider_sign_in"),
    path("sign-in/by/<str:provider>/back/", by_provider.provider_back, name="provider_back"),
    path(
        "invitation/<str:secret>/by/<str:provider>/",
        by_provider.provider_invitation,
        name="provider_invitation",
    ),
    path("account/providers/<str:provider>/", by_provider.provider_link, name="provider_link"),
    path("account/providers/<str:provider>/end/", by_provider.provider_unlink, name="provider_unlink"),
    path("account/prove/by/<str:provider>/", by_provider.provider_prove, name="provider_prove"),
    path("invitation/<str:secret>/", account.accept_invitation, name="accept_invitation"),
    path("sign-out/", before_second_factor(_page(logout)), name="account_logout"),
    path("account/second-factor/", account.second_factor, name="second_factor"),
    path("account/second-factor/app/", account.second_factor_app, name="second_factor_app"),
    path("account/second-factor/passkey/", account.second_factor_passkey, name="second_factor_passkey"),
    path("account/second-factor/codes/", account.second_factor_codes, name="second_factor_codes"),
    path("account/second-factor/onward/", account.second_factor_onward, name="second_factor_onward"),
    path(
        "account/second-factor/<int:factor_id>/remove/",
        account.second_factor_remove,
        name="second_factor_remove",
    ),
    path("account/prove/", account.prove_again, name="prove_again"),
    path("account-closed/", _page(account_inactive), name="account_inactive"),
]
