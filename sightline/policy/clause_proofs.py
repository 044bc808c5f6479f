"""Which tests prove which clause. Made by `make fix` from the marks of all tests: never edit it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

#: Clause and facet (``""`` is the clause itself) to the addresses of its tests, in the order of the policy.
PROOFS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("1.1.0", "what the policy is for is shown"): (
            "tests/web/test_clauses_shown.py::test_every_clause_is_shown_in_our_words_where_links_lead",
        ),
        ("1.1b", ""): (
            "tests/governance/test_measured_conditions.py::test_each_measure_counts_each_case_on_its_side_of_the_line",
            "tests/governance/test_measured_conditions.py::test_last_day_ends_at_midnight_in_london_in_summer_too",
        ),
        ("1.1b", "reporting to the ICB has a timescale"): (
            "tests/incidents/services/test_triage.py::test_timescales_run_from_identified_and_from_declared",
            "tests/policy/test_deadlines.py::test_identified_on_saturday_counts_from_monday",
            "tests/policy/test_deadlines.py::test_reporting_and_the_72_hour_review_run_from_identification_not_from_the_event_or_the_report",
            "tests/web/report/test_paper.py::test_declared_by_phone_in_time_is_in_time_though_it_was_typed_later",
        ),
        ("1.1b", "the 72-hour review has a timescale"): (
            "tests/incidents/services/test_triage.py::test_timescales_run_from_identified_and_from_declared",
            "tests/policy/test_deadlines.py::test_reporting_and_the_72_hour_review_run_from_identification_not_from_the_event_or_the_report",
        ),
        ("1.1b", "the final report has a timescale"): (
            "tests/policy/test_deadlines.py::test_final_report_is_due_60_working_days_from_declaration",
            "tests/policy/test_deadlines.py::test_level_3_runs_six_months_from_commissioning_and_the_internal_date_stays_in_sight",
        ),
        ("1.1b", "how many were on time is shown"): (
            "tests/governance/test_evidence.py::test_figure_says_in_words_how_many_and_whether_that_is_enough",
        ),
        ("1.1b", "what is overdue is listed"): (
            "tests/web/desk/test_pages.py::test_each_figure_of_the_desk_leads_to_just_its_cases",
            "tests/web/today/test_today.py::test_overdue_review_stands_first_for_both_sides",
        ),
        ("1.1b", "the provider's response is kept"): (
            "tests/browser/test_main_job.py::test_from_report_to_close",
            "tests/incidents/services/test_initial_review.py::test_review_is_kept_and_waits_for_the_icb",
        ),
        ("1.1b", "what was learned is kept"): (
            "tests/browser/test_main_job.py::test_from_report_to_close",
            "tests/policy/test_investigation_report.py::test_report_without_a_part_says_which",
        ),
        ("1.1c", "candour is followed on each case"): (
            "tests/web/respond/test_candour.py::test_lead_records_the_decision_and_then_sees_what_is_missing",
        ),
        ("1.1c", "provider and ICB write to each other on the case"): (
            "tests/browser/test_discussion.py::test_a_question_is_asked_seen_and_answered",
            "tests/incidents/services/test_messages.py::test_a_question_waits_until_the_other_side_answers",
        ),
        ("1.1d", "an action has an owner and evidence that it was done"): (
            "tests/incidents/services/test_safety_actions.py::test_action_is_done_once_with_evidence_and_verified_by_someone_else",
            "tests/incidents/services/test_safety_actions.py::test_action_that_does_not_say_enough_is_refused",
        ),
        ("2.1.2", "harm to people is asked"): (
            "tests/policy/test_reporting_form.py::test_harm_is_asked_of_people_only",
        ),
        ("2.1.2", "what was done at once is kept"): (
            "tests/policy/test_reporting_checks.py::test_each_answer_is_needed",
            "tests/web/report/test_sending.py::test_confirmation_gives_reference_code_what_is_next_and_what_it_does_not_replace",
        ),
        ("2.2a", ""): (
            "tests/governance/test_evidence.py::test_icb_is_shown_of_those_judged_not_serious_what_it_sees_of_them",
            "tests/policy/test_permissions.py::test_criteria_alone_open_the_summary_and_the_classification",
        ),
        ("2.2a", "criteria, rationale, decision, decider and time are kept"): (
            "tests/incidents/services/test_triage.py::test_declaring_is_in_the_audit_trail_by_name_and_clause",
            "tests/incidents/services/test_triage.py::test_declaring_keeps_what_was_considered_advised_decided_and_why",
        ),
        ("2.2a", "the ICB agrees or challenges"): (
            "tests/browser/test_assure.py::test_the_icb_challenges_downgrades_and_reopens",
            "tests/incidents/services/test_assurance.py::test_acknowledging_and_agreeing_are_two_steps_taken_together",
            "tests/incidents/services/test_discussion.py::test_icb_challenging_one_judged_not_serious_opens_a_discussion",
            "tests/web/assure/test_answers.py::test_case_judged_not_serious_shows_criteria_and_rationale_only_and_can_be_challenged",
        ),
        ("2.2a", "a case is downgraded with its facts"): (
            "tests/browser/test_assure.py::test_the_icb_challenges_downgrades_and_reopens",
            "tests/incidents/services/test_closure.py::test_downgrade_answers_the_review_and_leaves_candour_running",
            "tests/incidents/services/test_closure.py::test_downgrade_needs_its_facts",
        ),
        ("2.2b", "the level of investigation is agreed"): (
            "tests/browser/test_main_job.py::test_from_report_to_close",
            "tests/incidents/services/test_assurance.py::test_level_three_starts_six_months_and_sets_the_first_timescale_aside",
            "tests/incidents/services/test_discussion.py::test_level_other_than_proposed_needs_a_reason_and_level_three_is_commissioned",
            "tests/incidents/services/test_initial_review.py::test_review_accepted_agrees_the_level_and_opens_the_investigation",
        ),
        ("2.2b", "terms of reference are asked for"): (
            "tests/policy/test_initial_review_form.py::test_review_asks_what_the_framework_asks",
            "tests/web/assure/test_answers.py::test_review_is_read_in_full_beside_three_choices",
        ),
        ("2.2b", "the investigation is recorded"): (
            "tests/browser/test_main_job.py::test_from_report_to_close",
            "tests/incidents/services/test_investigation.py::test_report_is_saved_incomplete_and_says_what_is_missing",
            "tests/incidents/services/test_investigation.py::test_report_saved_again_keeps_its_document_and_audits_what_changed",
        ),
        ("2.2b", "each item of the checklist has its result"): (
            "tests/incidents/services/test_review.py::test_acceptance_needs_every_item_rated",
            "tests/incidents/services/test_review.py::test_audit_trail_has_each_item_before_and_after",
        ),
        ("2.2c", "lessons are kept"): (
            "tests/policy/test_investigation_report.py::test_report_without_a_part_says_which",
            "tests/web/assure/test_quality.py::test_report_stands_beside_the_checklist",
        ),
        ("2.2d", ""): (
            "tests/governance/test_measured_conditions.py::test_each_measure_counts_each_case_on_its_side_of_the_line",
        ),
        ("2.2d", "an action is done only with evidence"): (
            "tests/incidents/services/test_safety_actions.py::test_action_is_done_once_with_evidence_and_verified_by_someone_else",
            "tests/policy/test_action_plan.py::test_action_done_needs_evidence",
        ),
        ("2.2d", "someone else verifies it, by name and time"): (
            "tests/incidents/services/test_assurance.py::test_action_is_not_verified_by_who_did_it_or_before_it_is_done",
            "tests/incidents/services/test_assurance.py::test_action_is_verified_with_what_was_checked",
            "tests/policy/test_assuring.py::test_action_is_verified_once_by_someone_who_did_not_do_it",
            "tests/web/assure/test_answers.py::test_action_is_verified_with_its_evidence_in_view_by_another_person",
        ),
        ("2.2f", ""): (
            "tests/incidents/services/test_sharing.py::test_what_was_shared_with_whom_and_on_which_basis_stays_on_record",
            "tests/web/share/test_pages.py::test_everything_disclosed_to_one_body_this_year_is_two_clicks_away",
        ),
        ("2.3a", "each case keeps the framework it was handled under"): (
            "tests/incidents/services/test_corrections.py::test_a_case_that_went_its_way_does_not_change_its_framework",
        ),
        ("2.3a", "which framework applies follows from a date"): (
            "tests/web/administer/test_administer.py::test_a_move_to_psirf_is_dated_and_a_closed_organisation_names_who_took_over",
        ),
        ("2.3b", "the list of the day it happened applies"): (
            "tests/policy/test_never_events.py::test_list_on_gives_the_edition_of_the_day",
            "tests/policy/test_never_events.py::test_wrong_tooth_left_wrong_site_surgery_in_april_2021",
            "tests/web/decide/test_decide.py::test_never_events_are_those_of_the_day_it_happened",
        ),
        ("2.3b", "a suspended kind is kept and does not bind"): (
            "tests/policy/test_classification.py::test_never_event_suspended_does_not_bind",
            "tests/policy/test_never_events.py::test_undetected_oesophageal_intubation_is_suspended",
        ),
        ("2.3b", "the edition is kept with the incident"): (
            "tests/incidents/services/test_triage.py::test_never_event_is_recorded_with_the_list_of_the_day",
        ),
        ("2.3c", "the duty is followed step by step"): (
            "tests/policy/test_candour.py::test_step_without_outcome_is_a_gap",
            "tests/policy/test_candour.py::test_steps_are_nine_and_six_keep_a_case_open",
            "tests/policy/test_candour.py::test_three_part_test_needs_all_three",
        ),
        ("2.3c", "each kind of provider is held to its own threshold"): (
            "tests/policy/test_candour.py::test_thresholds_differ_by_regime",
            "tests/web/respond/test_candour.py::test_page_uses_the_words_of_the_providers_own_regime",
        ),
        ("3.1.0", ""): (
            "tests/policy/test_candour.py::test_whether_the_duty_bound_is_not_known_while_the_day_is_not",
        ),
        ("3.1.0", "each provider is under one form of the duty"): (
            "tests/web/respond/test_candour.py::test_page_uses_the_words_of_the_providers_own_regime",
        ),
        ("3.1.0", "it binds from its day"): (
            "tests/policy/test_candour.py::test_regime_in_force_from_its_day",
        ),
        ("3.1.0", "the words of its threshold are shown"): (
            "tests/policy/test_candour.py::test_thresholds_differ_by_regime",
            "tests/web/respond/test_candour.py::test_page_uses_the_words_of_the_providers_own_regime",
        ),
        ("3.1a", "every serious incident is decided on"): (
            "tests/incidents/services/test_closure.py::test_candour_undecided_or_incomplete_keeps_the_case_open",
            "tests/policy/test_candour.py::test_undecided_is_the_one_gap",
        ),
        ("3.1a", "not disclosing needs a reason"): (
            "tests/incidents/services/test_candour_steps.py::test_decision_that_it_does_not_apply_needs_a_reason_and_forgets_the_person",
            "tests/policy/test_candour.py::test_not_applicable_needs_reason_and_decider",
        ),
        ("3.1a", "the relevant person is kept by kind, never by name"): (
            "tests/incidents/services/test_candour_steps.py::test_relevant_person_is_the_patient_or_someone_acting_lawfully",
            "tests/policy/test_candour.py::test_relevant_person_is_one_of_the_routes",
            "tests/policy/test_candour.py::test_routes_are_the_patient_or_three_who_act_lawfully",
        ),
        ("3.1b", "when, how and by which role they were told is kept"): (
            "tests/incidents/services/test_candour_steps.py::test_each_step_keeps_its_day_who_did_it_and_what_was_said",
            "tests/incidents/services/test_steis.py::test_how_the_patient_was_told_is_part_of_it",
            "tests/web/respond/test_candour.py::test_lead_records_a_step_and_records_it_again",
        ),
        ("3.1b", "telling them is held to a timescale"): (
            "tests/policy/test_candour.py::test_nobody_is_told_before_anyone_is_aware",
            "tests/policy/test_deadlines.py::test_the_person_is_told_within_10_working_days_of_the_local_report",
        ),
        ("3.1b", "support offered is kept"): (
            "tests/incidents/services/test_candour_steps.py::test_each_step_keeps_its_day_who_did_it_and_what_was_said",
        ),
        ("3.1c", "the account given is kept with its day"): (
            "tests/incidents/services/test_candour_steps.py::test_each_step_keeps_its_day_who_did_it_and_what_was_said",
        ),
        ("3.1c", "an earlier account stays when another is recorded"): (
            "tests/incidents/services/test_candour_steps.py::test_step_recorded_again_replaces_the_view_and_keeps_the_first_row",
        ),
        ("3.1d", ""): (
            "tests/browser/test_main_job.py::test_from_report_to_close",
            "tests/incidents/services/test_candour_steps.py::test_each_step_keeps_its_day_who_did_it_and_what_was_said",
        ),
        ("3.1e", ""): (
            "tests/governance/test_measured_conditions.py::test_each_measure_counts_each_case_on_its_side_of_the_line",
        ),
        ("3.1e", "the apology is kept with its day and who gave it"): (
            "tests/incidents/services/test_candour_steps.py::test_each_step_keeps_its_day_who_did_it_and_what_was_said",
        ),
        ("3.1e", "candour is not complete without it"): (
            "tests/policy/test_candour.py::test_done_needs_its_date",
            "tests/policy/test_candour.py::test_step_without_outcome_is_a_gap",
        ),
        ("3.1f", "the day of the letter is kept"): (
            "tests/incidents/services/test_candour_steps.py::test_each_step_keeps_its_day_who_did_it_and_what_was_said",
            "tests/incidents/services/test_candour_steps.py::test_letter_is_not_sent_before_the_person_was_told",
        ),
        ("3.1f", "the letter itself is kept"): (
            "tests/incidents/services/test_documents.py::test_the_follow_up_letter_is_kept_with_the_case",
        ),
        ("3.1f", "news of the enquiries is kept with its day"): (
            "tests/incidents/services/test_candour_steps.py::test_each_step_keeps_its_day_who_did_it_and_what_was_said",
        ),
        ("3.1g", "failed attempts are logged"): (
            "tests/incidents/services/test_candour_steps.py::test_step_recorded_again_replaces_the_view_and_keeps_the_first_row",
            "tests/incidents/services/test_candour_steps.py::test_step_that_does_not_say_enough_is_refused",
            "tests/policy/test_candour.py::test_no_contact_needs_an_attempt",
            "tests/web/respond/test_candour.py::test_lead_records_a_step_and_records_it_again",
        ),
        ("3.1g", "declining is logged"): (
            "tests/incidents/services/test_candour_steps.py::test_person_who_declines_is_owed_no_letter_and_its_timescale_does_not_run",
            "tests/policy/test_candour.py::test_declined_and_waiting_need_words",
        ),
        ("3.1g", "no entry can be changed"): (
            "tests/audit/test_append_only.py::test_changing_the_trail_is_refused_by_the_database",
            "tests/incidents/services/test_candour_steps.py::test_step_recorded_again_replaces_the_view_and_keeps_the_first_row",
        ),
        ("3.1h", "it is asked of every incident"): (
            "tests/incidents/services/test_steis.py::test_the_candour_section_is_filled_for_each_incident",
            "tests/policy/test_steis.py::test_the_candour_section_is_needed_for_every_incident",
        ),
        ("3.1h", "the report is sent only once it is decided"): (
            "tests/incidents/services/test_investigation.py::test_report_is_sent_signed_with_candour_decided_and_by_the_lead",
        ),
        ("3.1h", "the case is closed only once it is complete"): (
            "tests/incidents/services/test_closure.py::test_candour_undecided_or_incomplete_keeps_the_case_open",
            "tests/policy/test_workflow.py::test_closing_stops_and_says_why",
        ),
        ("3.1h", "not applicable needs a reason"): (
            "tests/incidents/services/test_candour_steps.py::test_decision_that_it_does_not_apply_needs_a_reason_and_forgets_the_person",
            "tests/policy/test_candour.py::test_not_applicable_needs_reason_and_decider",
        ),
        ("3.1h", "the StEIS fields include it"): (
            "tests/incidents/services/test_steis.py::test_how_the_patient_was_told_is_part_of_it",
            "tests/incidents/services/test_steis.py::test_the_candour_section_is_filled_for_each_incident",
        ),
        ("3.2.1", "criteria advise and never decide"): (
            "tests/browser/test_decide.py::test_the_lead_asks_for_advice_before_deciding_and_nothing_is_recorded",
            "tests/policy/test_classification.py::test_advice_is_never_a_verdict",
            "tests/web/decide/test_decide.py::test_advice_is_shown_with_its_clause_keeps_what_was_typed_and_writes_nothing",
        ),
        ("3.2.1", "a rationale is required"): (
            "tests/incidents/services/test_discussion.py::test_not_serious_needs_a_reason_the_reporter_can_read",
            "tests/policy/test_classification.py::test_every_judgement_needs_a_rationale",
        ),
        ("3.2.2", "a borderline case is led to a discussion"): (
            "tests/policy/test_classification.py::test_borderline_is_discussed",
        ),
        ("3.2.2", "provider and ICB discuss it on the case"): (
            "tests/browser/test_not_serious.py::test_from_not_serious_by_a_second_look_and_a_discussion_to_declared",
            "tests/web/decide/test_discussion.py::test_icb_reads_the_views_by_name_and_time_and_records_its_own",
        ),
        ("3.2.2", "nothing moves until both agree"): (
            "tests/incidents/services/test_discussion.py::test_discussion_moves_only_when_both_have_recorded_the_same_view",
            "tests/policy/test_workflow.py::test_a_case_under_discussion_cannot_move_until_both_agree",
            "tests/web/decide/test_discussion.py::test_lead_goes_on_once_both_agree_and_not_before",
        ),
        ("3.2.2", "what both said is kept by name and time"): (
            "tests/incidents/services/test_discussion.py::test_each_view_is_kept_by_name_and_time",
        ),
        ("3.2a", "whether the NHS paid is asked"): (
            "tests/incidents/services/test_triage.py::test_funding_not_sure_is_recorded_as_said",
            "tests/policy/test_classification.py::test_funding_is_asked_by_name",
        ),
        ("3.2a", "doubt about it is discussed"): (
            "tests/policy/test_classification.py::test_funding_in_doubt_is_discussed",
        ),
        ("3.2a", "the kind of service is asked"): (
            "tests/policy/test_reporting_checks.py::test_each_answer_is_needed",
        ),
        ("3.2a.i", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.2a.i", "suicide and homicide are asked"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.2a.i", "the last contact with mental health care is asked"): (
            "tests/policy/test_classification.py::test_last_contact_is_asked_where_there_was_mental_health_care",
        ),
        ("3.2a.i", "six months is shown as a guide and not a rule"): (
            "tests/policy/test_classification.py::test_six_months_is_a_guide_and_not_a_rule",
        ),
        ("3.2a.i", "steps towards the coroner and NHS England follow"): (
            "tests/incidents/services/test_bodies.py::test_a_death_leads_to_the_coroner_and_a_homicide_to_nhs_england",
        ),
        ("3.2a.ii", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.2a.ii", "what makes the harm serious is asked"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.2a.ii", "the harm is graded"): (
            "tests/policy/test_reporting_checks.py::test_each_answer_is_needed",
        ),
        ("3.2a.iii", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.2a.iii", "the treatment is described"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
            "tests/incidents/services/test_triage.py::test_answers_below_a_criterion_that_is_not_ticked_are_not_kept",
        ),
        ("3.2a.iv", "it is a criterion"): (
            "tests/policy/test_classification.py::test_abuse_follows_its_two_limbs",
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
        ),
        ("3.2a.iv", "every kind of abuse can be chosen"): (
            "tests/policy/test_classification.py::test_abuse_has_the_policys_limb_and_the_national_one_marked",
            "tests/policy/test_classification.py::test_abuse_needs_its_types_before_declaring",
        ),
        ("3.2a.iv", "whether the provider acted to safeguard is asked"): (
            "tests/policy/test_classification.py::test_abuse_follows_its_two_limbs",
            "tests/policy/test_classification.py::test_abuse_has_the_policys_limb_and_the_national_one_marked",
        ),
        ("3.2a.iv", "the local authority is notified"): (
            "tests/incidents/services/test_bodies.py::test_the_case_shows_its_bodies_to_both_sides_and_each_its_own_to_record",
        ),
        ("3.3.0", "its kind and its list are kept"): (
            "tests/incidents/services/test_triage.py::test_never_event_is_recorded_with_the_list_of_the_day",
        ),
        ("3.3.0", "it can only be declared serious"): (
            "tests/browser/test_decide.py::test_a_never_event_can_only_be_declared",
            "tests/incidents/services/test_triage.py::test_never_event_can_only_be_declared",
            "tests/policy/test_classification.py::test_listed_never_event_must_be_declared_whatever_else",
            "tests/policy/test_workflow.py::test_a_never_event_can_only_be_declared",
            "tests/web/decide/test_decide.py::test_never_event_can_only_be_declared",
        ),
        ("3.3.0", "a level of investigation is proposed"): (
            "tests/policy/test_declaring.py::test_level_is_one_of_three",
        ),
        ("3.3a", "the report must explain which barriers failed and why"): (
            "tests/incidents/services/test_review.py::test_report_of_a_never_event_explains_the_barriers",
            "tests/policy/test_quality_assurance.py::test_report_of_a_never_event_also_explains_the_barriers",
        ),
        ("3.3b", ""): (
            "tests/policy/test_classification.py::test_harm_level_is_no_input",
            "tests/policy/test_classification.py::test_listed_never_event_must_be_declared_whatever_else",
        ),
        ("3.3d", "each kind has a plain definition, with what it excludes"): (
            "tests/policy/test_never_events.py::test_never_event_can_be_recognised_from_its_words",
            "tests/web/assure/test_answers.py::test_never_event_is_shown_as_its_list_stood_on_the_day",
            "tests/web/decide/test_decide.py::test_never_events_are_those_of_the_day_it_happened",
        ),
        ("3.3d", "the ICB confirms or rejects it"): (
            "tests/browser/test_assure.py::test_the_icb_confirms_a_never_event_and_candour_does_not_apply_with_a_reason",
            "tests/incidents/services/test_assurance.py::test_never_event_rejected_keeps_its_code_and_its_reason",
            "tests/incidents/services/test_closure.py::test_never_event_is_rejected_before_it_is_downgraded",
            "tests/incidents/services/test_discussion.py::test_never_event_is_confirmed_or_rejected_with_a_reason",
            "tests/policy/test_assuring.py::test_never_event_is_confirmed_or_rejected_with_a_reason",
        ),
        ("3.4.0", "several criteria can be met at once"): (
            "tests/policy/test_classification.py::test_natural_death_with_another_criterion_is_discussed",
        ),
        ("3.4.0", "a threat not on the list can be named"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.4a", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.4a", "what happened to the information is asked"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.4a", "its severity is graded"): (
            "tests/breaches/test_reporting.py::test_a_grade_says_who_is_told_and_raises_the_least_for_special_data",
            "tests/web/breaches/test_breach_pages.py::test_the_grid_says_in_words_what_each_pair_of_scores_leads_to",
        ),
        ("3.4a", "the 72 hours to tell the regulator are counted"): (
            "tests/breaches/test_clock_job.py::test_whoever_handles_it_is_told_at_24_hours_and_when_they_are_over_once_each",
            "tests/web/bodies/test_bodies_pages.py::test_the_case_says_whom_to_tell_by_when_and_by_which_rule",
        ),
        ("3.4a", "the information-governance lead has a task"): (
            "tests/breaches/test_reporting.py::test_a_breach_that_anybody_reports_is_a_task_of_the_controllers_lead_at_once",
            "tests/web/breaches/test_breach_pages.py::test_a_nurse_reports_and_the_lead_finds_it_on_their_worklist_with_its_hours",
        ),
        ("3.4b", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.4b", "what was damaged is asked"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.4b", "the Health and Safety Executive is asked about"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.4c", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.4c", "the police and their reference are asked about"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.4d", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.4d", "how many could be affected is asked"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.4d", "the screening assessment is kept with its dates"): (
            "tests/incidents/services/test_bodies.py::test_the_screening_assessment_is_kept_with_the_day_it_was_sent",
        ),
        ("3.4e", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.4e", "the law and the legal status are asked"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.4e", "the Care Quality Commission is asked about"): (
            "tests/incidents/services/test_bodies.py::test_where_liberty_was_taken_it_is_asked_what_the_care_quality_commission_must_be_told",
        ),
        ("3.4f", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.4f", "what failed or closed is asked"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.4f", "from when to when it was closed is asked"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.4g", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.4g", "who activated the plan and when is asked"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.4h", "it is a criterion"): (
            "tests/policy/test_classification.py::test_criteria_are_those_of_the_policy_with_their_clauses",
            "tests/policy/test_classification.py::test_criterion_met_in_nhs_care_advises_declaring",
        ),
        ("3.4h", "how far it has reached the media is asked"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("3.5", ""): (
            "tests/policy/test_classification.py::test_a_death_is_a_no_only_where_the_report_says_something_that_denies_it",
            "tests/policy/test_classification.py::test_whether_anyone_died_is_asked_before_it_is_judged_not_serious",
            "tests/web/decide/test_decide.py::test_whether_anyone_died_is_asked_where_the_report_leaves_it_open",
        ),
        ("3.5", "every death is asked about"): (
            "tests/incidents/services/test_triage.py::test_death_in_the_report_is_asked_about_whatever_the_form_says",
            "tests/policy/test_classification.py::test_a_death_in_the_report_is_a_death",
            "tests/policy/test_classification.py::test_natural_course_is_asked_of_every_death_with_three_answers",
            "tests/web/decide/test_decide.py::test_every_death_has_three_answers",
        ),
        ("3.5", "a natural one is declared only with a reason"): (
            "tests/policy/test_classification.py::test_natural_death_is_declared_only_with_an_override_reason",
            "tests/policy/test_classification.py::test_natural_death_managed_well_is_not_serious",
            "tests/web/decide/test_decide.py::test_natural_death_is_declared_only_with_a_reason_and_unknown_with_a_day",
        ),
        ("3.5", "one not yet known has a day to look again"): (
            "tests/incidents/services/test_triage.py::test_death_not_yet_known_is_declared_with_a_day_to_look_again",
            "tests/policy/test_classification.py::test_death_not_yet_known_is_declared_now_and_looked_at_again",
        ),
        ("3.6.0", ""): (
            "tests/policy/test_classification.py::test_harm_in_the_report_however_small_is_no_near_miss",
            "tests/policy/test_classification.py::test_whether_it_was_a_near_miss_is_asked_unless_someone_was_harmed",
            "tests/policy/test_near_miss.py::test_near_miss_is_asked_where_nobody_said_whom_it_affected",
            "tests/web/decide/test_decide.py::test_harm_in_the_report_is_no_near_miss",
        ),
        ("3.6.0", "it is assessed before it is decided"): (
            "tests/browser/test_decide.py::test_a_near_miss_is_weighed_five_by_five",
            "tests/policy/test_classification.py::test_near_miss_is_assessed_before_it_is_decided",
            "tests/web/decide/test_decide.py::test_near_miss_asks_for_each_score_that_is_missing",
        ),
        ("3.6.0", "the assessment is kept with who made it and when"): (
            "tests/incidents/services/test_triage.py::test_near_miss_keeps_its_assessment",
        ),
        ("3.6a", ""): (
            "tests/browser/test_decide.py::test_a_near_miss_is_weighed_five_by_five",
            "tests/policy/test_near_miss.py::test_near_miss_scales_have_five_steps_in_words",
            "tests/policy/test_near_miss.py::test_near_miss_square",
        ),
        ("3.6b", "staff, patients and the organisation are each scored"): (
            "tests/policy/test_near_miss.py::test_near_miss_scales_have_five_steps_in_words",
            "tests/web/decide/test_decide.py::test_near_miss_asks_for_each_score_that_is_missing",
        ),
        ("3.6b", "the worst of them makes the score and its band"): (
            "tests/policy/test_near_miss.py::test_near_miss_square",
            "tests/policy/test_near_miss.py::test_near_miss_takes_the_worst_of_three_consequences",
        ),
        ("3.6.1", ""): ("tests/policy/test_near_miss.py::test_near_miss_says_why",),
        ("3.6.1", "the score advises"): (
            "tests/policy/test_classification.py::test_near_miss_follows_its_assessment",
            "tests/web/decide/test_decide.py::test_advice_on_a_near_miss_follows_its_assessment",
        ),
        ("3.6.1", "the decision and its rationale are kept"): (
            "tests/incidents/services/test_triage.py::test_near_miss_keeps_its_assessment",
        ),
        ("3.6.1", "what is not serious goes to local learning"): (
            "tests/policy/test_near_miss.py::test_near_miss_square",
        ),
        ("4.1", "each role may do what one table says"): (
            "tests/architecture/test_routes.py::test_each_hat_gets_the_page_expected_of_it",
            "tests/incidents/test_access_property.py::test_filter_and_rules_agree_for_every_hat_incident_and_part",
            "tests/incidents/test_walls.py::test_with_the_filter_taken_away_pages_of_others_still_show_nothing",
            "tests/policy/test_matrix.py::test_the_whole_matrix_is_as_it_was_agreed",
            "tests/policy/test_permissions.py::test_every_role_is_denied_what_is_not_listed_for_it",
        ),
        ("4.1", "who has which role, and when, is kept"): (
            "tests/attack/test_sessions.py::test_a_role_that_ended_opens_nothing_from_its_page_that_is_still_open",
            "tests/organisations/test_people.py::test_a_hat_is_worn_from_its_first_to_its_last_day",
            "tests/organisations/test_people.py::test_leaving_ends_a_hat_with_that_day",
        ),
        ("4.2.1", "its regions are organisations of their own kind"): (
            "tests/organisations/test_people.py::test_people_of_a_region_of_nhs_england_hold_no_role_of_a_provider",
        ),
        ("4.3.0", "what each provider has overdue is shown"): (
            "tests/incidents/services/test_desk.py::test_the_monthly_call_sets_overdue_because_of_us_beside_because_of_them",
        ),
        ("4.3a", ""): (
            "tests/governance/test_evidence.py::test_figure_says_in_words_how_many_and_whether_that_is_enough",
            "tests/governance/test_measured_conditions.py::test_every_round_must_be_in_time_and_the_agreed_day_is_the_one_that_counts",
            "tests/incidents/services/test_duplicates.py::test_reports_of_two_providers_know_each_other_by_number_where_neither_has_access_to_the_other",
            "tests/incidents/services/test_local_rules.py::test_a_holiday_added_or_withdrawn_late_moves_what_runs_and_no_verdict",
            "tests/incidents/services/test_local_rules.py::test_the_day_it_was_identified_decides_which_length_holds",
            "tests/web/cases/test_measure_filter.py::test_link_of_a_figure_lists_its_cases_says_so_and_is_taken_away",
        ),
        ("4.3a", "what the provider owes has a timescale"): (
            "tests/notifications/test_telling_steps.py::test_a_timescale_is_said_the_working_day_before_and_when_it_passed_each_once",
            "tests/policy/test_deadlines.py::test_final_report_is_due_60_working_days_from_declaration",
            "tests/policy/test_deadlines.py::test_reporting_and_the_72_hour_review_run_from_identification_not_from_the_event_or_the_report",
        ),
        ("4.3a", "what the ICB owes has a timescale"): (
            "tests/incidents/services/test_assurance.py::test_acknowledging_ends_the_icbs_timescale",
            "tests/policy/test_deadlines.py::test_each_report_is_acknowledged_within_two_working_days_of_receipt",
            "tests/policy/test_deadlines.py::test_the_icb_acknowledges_within_two_working_days_of_declaration",
            "tests/policy/test_deadlines.py::test_the_icb_answers_each_72_hour_review_and_the_first_one_meets_the_providers_own",
        ),
        ("4.3a", "the feedback is kept with its day"): (
            "tests/incidents/services/test_review.py::test_acceptance_needs_feedback_and_a_comment_where_not_simply_met",
            "tests/incidents/services/test_review.py::test_feedback_is_owed_anew_with_each_submission_and_ends_at_return_or_acceptance",
        ),
        ("4.3b", "each case has its discussion"): (
            "tests/browser/test_discussion.py::test_a_question_is_asked_seen_and_answered",
            "tests/incidents/services/test_messages.py::test_a_question_waits_until_the_other_side_answers",
            "tests/web/discussion/test_pages.py::test_the_icb_asks_and_the_provider_answers",
        ),
        ("4.3b", "each side sees when the other read it"): (
            "tests/incidents/services/test_messages.py::test_what_was_read_is_no_longer_new_and_the_writer_sees_when",
        ),
        ("4.3c", ""): (
            "tests/incidents/test_as_at.py::test_who_reported_in_confidence_is_in_no_state_of_the_case",
        ),
        ("4.3c", "the check of the report asks about blame, involvement and support"): (
            "tests/policy/test_quality_assurance.py::test_checklist_asks_of_blame_involvement_and_support",
        ),
        ("4.3c", "support for staff is kept"): (
            "tests/incidents/services/test_initial_review.py::test_review_without_a_required_answer_writes_nothing",
            "tests/policy/test_initial_review_form.py::test_review_asks_what_the_framework_asks",
        ),
        ("4.3c", "staff can report in confidence"): (
            "tests/architecture/test_confidential_reporter.py::test_no_archive_of_a_case_names_them_whoever_takes_it",
            "tests/architecture/test_confidential_reporter.py::test_no_audit_entry_of_a_case_holds_them",
            "tests/architecture/test_confidential_reporter.py::test_no_list_or_search_of_any_hat_names_them",
            "tests/architecture/test_confidential_reporter.py::test_no_page_of_a_case_names_them_to_any_hat",
            "tests/architecture/test_confidential_reporter.py::test_no_row_but_the_protected_field_holds_them",
            "tests/architecture/test_confidential_reporter.py::test_progress_by_code_says_how_it_stands_and_not_whose_it_is",
            "tests/architecture/test_confidential_reporter.py::test_report_by_code_only_is_tied_to_no_person_at_all",
            "tests/architecture/test_confidential_reporter.py::test_the_named_role_elsewhere_is_not_shown_them",
            "tests/attack/test_who_reported.py::test_one_nurse_or_another_makes_no_difference_to_any_page",
            "tests/audit/test_services.py::test_a_confidential_reporter_is_nowhere_in_the_trail",
            "tests/audit/test_services.py::test_naming_a_confidential_reporter_in_any_text_is_refused",
            "tests/browser/test_discussion.py::test_a_reporter_in_confidence_is_asked_answers_and_hears",
            "tests/incidents/services/test_reporter_updates.py::test_a_reporter_in_confidence_answers_without_being_unmasked",
            "tests/policy/test_telling.py::test_whoever_reported_in_confidence_is_told_nothing",
            "tests/web/report/test_sending.py::test_code_carries_at_least_80_bits_and_only_its_hash_is_stored",
            "tests/web/report/test_sending.py::test_who_reports_in_confidence_is_nowhere_but_in_their_own_protected_row",
        ),
        ("4.3d", "every item is rated before acceptance"): (
            "tests/browser/test_main_job.py::test_from_report_to_close",
            "tests/incidents/services/test_review.py::test_acceptance_needs_every_item_rated",
            "tests/policy/test_quality_assurance.py::test_any_item_not_met_blocks",
            "tests/policy/test_quality_assurance.py::test_item_not_rated_blocks",
            "tests/policy/test_workflow.py::test_an_item_not_met_stops_acceptance_except_for_those_who_may_override",
            "tests/web/assure/test_quality.py::test_acceptance_names_each_item_not_rated",
        ),
        ("4.3d", "a report is returned with its reasons"): (
            "tests/browser/test_main_job.py::test_from_report_to_close",
            "tests/incidents/services/test_review.py::test_return_gives_the_provider_each_reason",
            "tests/policy/test_quality_assurance.py::test_report_is_returned_only_with_every_fault_explained",
            "tests/web/assure/test_quality.py::test_return_shows_the_provider_each_reason",
        ),
        ("4.3d", "feedback is due in 20 calendar days"): (
            "tests/incidents/services/test_review.py::test_feedback_is_owed_anew_with_each_submission_and_ends_at_return_or_acceptance",
            "tests/policy/test_deadlines.py::test_feedback_is_due_in_20_calendar_days_not_rolled_and_starts_anew_with_each_report",
        ),
        ("4.3f", "actions are followed across cases"): (
            "tests/browser/test_desk.py::test_a_lead_takes_a_case_and_follows_actions",
            "tests/web/desk/test_pages.py::test_actions_are_followed_across_cases_to_proof",
        ),
        ("4.3f", "long-term ones stand out"): (
            "tests/web/desk/test_pages.py::test_actions_are_followed_across_cases_to_proof",
        ),
        ("4.3f", "how they are followed is agreed before closing"): (
            "tests/browser/test_main_job.py::test_from_report_to_close",
            "tests/incidents/services/test_closure.py::test_case_is_closed_with_actions_outstanding_that_are_followed",
            "tests/policy/test_assuring.py::test_case_with_actions_outstanding_needs_a_way_to_follow_them",
        ),
        ("4.3f", "each is done with evidence and verified"): (
            "tests/incidents/services/test_safety_actions.py::test_action_is_done_once_with_evidence_and_verified_by_someone_else",
            "tests/web/desk/test_pages.py::test_the_actions_desk_offers_each_side_its_own_step_and_begins_with_what_is_not_verified",
        ),
        ("4.3f", "they go on after the case is closed"): (
            "tests/browser/test_main_job.py::test_from_report_to_close",
            "tests/incidents/services/test_closure.py::test_case_is_closed_with_actions_outstanding_that_are_followed",
            "tests/policy/test_workflow.py::test_open_actions_do_not_stop_closing",
        ),
        ("4.3g", "what was heard is noted on a case at once"): (
            "tests/browser/test_discussion.py::test_a_question_is_asked_seen_and_answered",
            "tests/incidents/services/test_messages.py::test_notes_of_the_icb_leave_no_trace_for_the_provider",
        ),
        ("4.3h", "its investigation is kept with its dates and reference"): (
            "tests/incidents/services/test_corrections.py::test_what_the_local_authority_investigates_is_kept_with_its_dates_and_reference",
            "tests/web/correct/test_correct.py::test_another_body_is_recorded_and_ended",
        ),
        ("4.3h", "what becomes of the provider's report meanwhile is agreed"): (
            "tests/incidents/services/test_corrections.py::test_the_final_report_is_set_aside_until_the_other_body_ends",
            "tests/incidents/services/test_corrections.py::test_the_final_report_may_be_due_beside_another_body",
            "tests/incidents/services/test_corrections.py::test_what_the_local_authority_investigates_is_kept_with_its_dates_and_reference",
        ),
        ("4.3h", "the referral to it is asked for and kept"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
        ),
        ("4.3k", "agreements to share are registered"): (
            "tests/web/share/test_pages.py::test_a_protocol_is_added_cited_and_reviewed",
        ),
        ("4.3k", "what was shared is logged"): (
            "tests/incidents/services/test_sharing.py::test_what_was_shared_with_whom_and_on_which_basis_stays_on_record",
            "tests/web/share/test_pages.py::test_everything_disclosed_to_one_body_this_year_is_two_clicks_away",
        ),
        ("4.4.1", ""): (
            "tests/policy/test_workflow.py::test_the_icb_keys_a_step_for_a_small_provider_on_a_report_it_keyed_and_no_other",
        ),
        ("4.4.1", "a practice's case is handled like any provider's"): (
            "tests/browser/test_light.py::test_the_icb_sends_a_link_and_the_practice_confirms_what_was_keyed",
            "tests/incidents/services/test_keying.py::test_the_icb_keys_the_declaration_and_the_practice_confirms_it",
        ),
        ("4.4.1", "it has a light form"): (
            "tests/browser/test_light.py::test_a_practice_manager_answers_from_a_phone_by_a_link",
            "tests/incidents/services/test_keying.py::test_a_practice_writes_signs_and_sends_an_analysis_in_one_go",
            "tests/policy/test_investigation_report.py::test_the_words_of_a_significant_event_analysis_are_the_whole_report",
            "tests/web/light/test_light.py::test_the_icb_sends_a_link_that_opens_the_analysis_from_a_phone",
        ),
        ("4.4.1", "its own form of candour is shown"): (
            "tests/web/respond/test_candour.py::test_page_uses_the_words_of_the_providers_own_regime",
        ),
        ("4.4.2", ""): (
            "tests/incidents/services/test_learning_response.py::test_signature_closes_the_case_and_icb_lead_and_reporter_are_told",
            "tests/policy/test_learning_record.py::test_executive_is_told_what_stands_before_the_signature",
        ),
        ("4.4.2", "a report goes only once an executive has signed it"): (
            "tests/incidents/services/test_investigation.py::test_report_is_sent_signed_with_candour_decided_and_by_the_lead",
            "tests/policy/test_workflow.py::test_a_report_is_sent_only_once_an_executive_has_signed_it",
            "tests/web/respond/test_report.py::test_lead_sees_all_that_stops_sending_and_then_sends",
        ),
        ("4.4.2", "who signed, when and with which words is kept"): (
            "tests/incidents/services/test_investigation.py::test_sign_off_needs_the_executive_a_whole_report_and_words",
            "tests/policy/test_investigation_report.py::test_statement_is_in_words",
            "tests/web/respond/test_report.py::test_executive_reads_all_on_one_page_and_signs",
        ),
        ("4.4.2", "a change undoes the signature"): (
            "tests/incidents/services/test_investigation.py::test_sign_off_is_undone_by_a_change",
            "tests/incidents/services/test_investigation.py::test_sign_off_is_undone_by_an_action_added_to_the_plan",
        ),
        ("4.5b", "an item not met passes only with a signed reason"): (
            "tests/incidents/services/test_review.py::test_item_not_met_is_overridden_by_specialist_or_chief_nurse_only",
            "tests/policy/test_quality_assurance.py::test_only_two_roles_may_override",
            "tests/policy/test_quality_assurance.py::test_override_needs_the_role_and_a_reason",
            "tests/web/assure/test_quality.py::test_override_is_offered_to_specialist_and_chief_nurse_only",
        ),
        ("4.5c.1", ""): (
            "tests/policy/test_permissions.py::test_specialist_sees_every_place_and_every_provider",
        ),
        ("4.5g", ""): (
            "tests/browser/test_report.py::test_staff_of_the_board_report_for_a_provider",
            "tests/incidents/services/test_closure.py::test_icbs_own_incident_is_ended_by_someone_who_did_not_handle_it",
            "tests/policy/test_permissions.py::test_everyone_but_readers_and_members_of_the_surveillance_group_may_report",
            "tests/policy/test_permissions.py::test_everyone_who_works_for_the_board_may_report",
            "tests/policy/test_report_answers.py::test_staff_of_a_board_say_where_it_happened",
            "tests/web/report/test_questions.py::test_staff_of_the_board_say_where_it_happened_and_it_goes_to_that_provider",
        ),
        ("4.7.1", "main contracts are kept with their dates"): (
            "tests/organisations/test_contracts.py::test_a_provider_never_has_two_main_contracts_on_one_day",
            "tests/web/administer/test_administer.py::test_a_provider_without_a_contract_wants_attention_until_it_has_one",
        ),
        ("4.7.1", "the contract of the day decides who leads"): (
            "tests/incidents/test_access_property.py::test_lead_commissioner_is_who_holds_the_contract_that_day_or_its_successor",
            "tests/organisations/test_contracts.py::test_the_holder_leads_on_both_dates_of_the_contract_and_between",
            "tests/organisations/test_contracts.py::test_the_next_contract_moves_the_lead_on_its_first_day",
            "tests/organisations/test_contracts.py::test_when_boards_merge_the_successor_leads_from_the_day_after",
            "tests/web/cases/test_contract_moves.py::test_who_led_on_the_day_of_the_report_goes_on_and_the_next_sees_only_what_is_new",
        ),
        ("4.7.1", "whoever takes over from an organisation that closed goes on with its cases"): (
            "tests/incidents/services/test_take_over.py::test_cases_of_a_board_are_led_by_its_successor",
            "tests/incidents/services/test_take_over.py::test_cases_of_a_trust_are_its_successors_from_the_day_after_and_nobody_elses",
            "tests/incidents/test_access_property.py::test_when_organisations_merge_each_role_sees_at_the_successor_what_it_saw_and_rows_stay_as_the_rules_say",
            "tests/web/administer/test_administer.py::test_closing_says_what_is_at_stake_and_gives_its_people_the_same_roles_at_the_successor",
            "tests/web/cases/test_trust_merges.py::test_the_same_lead_goes_on_the_next_morning_in_the_role_they_were_given",
        ),
        ("4.7.2", "the responsible commissioner is kept"): (
            "tests/incidents/services/test_triage.py::test_responsible_commissioner_is_a_commissioner",
            "tests/incidents/services/test_triage.py::test_responsible_commissioner_suggested_stands_with_its_reason",
        ),
        ("4.7.2", "another than the lead is explained"): (
            "tests/incidents/services/test_triage.py::test_another_responsible_commissioner_needs_a_reason",
            "tests/policy/test_declaring.py::test_another_responsible_commissioner_is_explained",
            "tests/web/decide/test_decide.py::test_another_responsible_commissioner_is_explained",
        ),
        ("4.7.7", ""): (
            "tests/architecture/test_routes.py::test_each_hat_gets_the_page_expected_of_it",
            "tests/architecture/test_routes.py::test_whoever_is_not_shown_the_page_cannot_write_through_it",
            "tests/attack/test_filters_widen_nothing.py::test_whatever_is_written_into_a_filter_shows_nothing_of_others",
            "tests/attack/test_foreign_keys.py::test_what_belongs_to_one_case_is_not_found_under_another",
            "tests/attack/test_foreign_keys.py::test_what_is_somebodys_own_is_there_for_nobody_else",
            "tests/attack/test_not_there.py::test_case_of_others_answers_as_one_that_was_never_made",
            "tests/attack/test_shared.py::test_once_it_is_over_every_door_is_shut_again",
            "tests/browser/test_main_job.py::test_from_report_to_close",
            "tests/governance/test_evidence.py::test_each_reader_is_shown_the_cases_that_their_organisation_answers_for_at_their_place",
            "tests/governance/test_evidence_property.py::test_figures_are_those_of_the_cases_that_the_rules_show",
            "tests/incidents/services/test_sharing.py::test_the_recipient_sees_the_parts_that_were_shared_and_no_others",
            "tests/incidents/test_access_property.py::test_filter_and_rules_agree_for_every_hat_incident_and_part",
            "tests/incidents/test_replay_command.py::test_a_role_is_told_of_no_case_whose_timescales_it_is_not_shown",
            "tests/policy/test_matrix.py::test_in_the_agreed_matrix_outsiders_and_responsible_commissioners_do_not_appear",
            "tests/policy/test_permissions.py::test_outsider_sees_nothing_in_any_role_or_status",
            "tests/web/cases/test_cases.py::test_case_does_not_exist_for_outsiders",
            "tests/web/cases/test_contract_moves.py::test_who_led_on_the_day_of_the_report_goes_on_and_the_next_sees_only_what_is_new",
            "tests/web/notices/test_pages.py::test_of_a_case_no_longer_seen_neither_reference_nor_link_nor_text_is_shown",
            "tests/web/replay/test_replay.py::test_others_of_the_board_and_other_boards_see_none_of_it",
            "tests/web/share/test_pages.py::test_the_register_shows_each_organisation_its_own",
        ),
        ("4.7.8", "what was shared, and when, is kept"): (
            "tests/browser/test_share.py::test_a_case_of_two_commissioners_is_shared_and_withdrawn",
            "tests/browser/test_share.py::test_what_another_commissioner_told_us_is_recorded_on_a_small_screen",
            "tests/incidents/services/test_sharing.py::test_what_was_shared_with_whom_and_on_which_basis_stays_on_record",
            "tests/web/share/test_pages.py::test_a_case_of_two_commissioners_is_proposed_approved_read_acknowledged_and_withdrawn",
            "tests/web/share/test_pages.py::test_what_another_lead_commissioner_told_us_is_recorded_and_acknowledged_once",
        ),
        ("4.7.8", "parts can be left out"): (
            "tests/attack/test_shared.py::test_each_part_says_its_own_words_and_not_those_of_another",
            "tests/attack/test_shared.py::test_of_a_summary_no_page_list_search_or_file_says_a_word_of_the_story",
            "tests/browser/test_share.py::test_a_case_of_two_commissioners_is_shared_and_withdrawn",
            "tests/incidents/services/test_sharing.py::test_the_recipient_sees_the_parts_that_were_shared_and_no_others",
            "tests/policy/test_disclosing.py::test_whom_it_opens_the_case_to_here_is_shown_neither_discussion_nor_trail",
        ),
        ("4.7.8", "the receiver acknowledges"): (
            "tests/browser/test_share.py::test_a_case_of_two_commissioners_is_shared_and_withdrawn",
            "tests/incidents/services/test_sharing.py::test_the_recipient_acknowledges_it_once",
            "tests/web/share/test_pages.py::test_a_case_of_two_commissioners_is_proposed_approved_read_acknowledged_and_withdrawn",
        ),
        ("4.7.9", "several organisations are kept on one case"): (
            "tests/web/report/test_sending.py::test_other_organisations_named_are_kept_with_the_incident",
        ),
        ("4.7.10", ""): (
            "tests/policy/test_permissions.py::test_access_says_who_has_it_how_much_and_on_what_ground",
        ),
        ("4.7.10", "whether others were involved is asked of every report"): (
            "tests/policy/test_report_answers.py::test_saying_yes_to_another_organisation_asks_which",
            "tests/policy/test_reporting_checks.py::test_each_answer_is_needed",
            "tests/web/report/test_questions.py::test_other_organisations_are_found_by_name_and_several_can_be_chosen",
        ),
        ("4.7.12", "the report must give the causes found"): (
            "tests/policy/test_investigation_report.py::test_report_without_a_part_says_which",
        ),
        ("4.7.12", "the check asks for factors and the most basic causes"): (
            "tests/policy/test_quality_assurance.py::test_checklist_asks_for_factors_and_the_most_basic_causes",
        ),
        ("4.7.13", ""): (
            "tests/governance/test_evidence.py::test_each_reader_is_shown_the_cases_that_their_organisation_answers_for_at_their_place",
        ),
        ("4.7.13", "each case has its Place"): (
            "tests/incidents/services/test_triage.py::test_place_is_asked_of_a_provider_that_works_in_several",
            "tests/policy/test_declaring.py::test_place_is_asked_only_where_there_are_several",
            "tests/web/decide/test_decide.py::test_place_is_asked_of_a_provider_in_several",
        ),
        ("4.7.13", "the quality lead of that Place has it in view"): (
            "tests/incidents/test_access_property.py::test_case_moved_to_another_place_leaves_the_quality_lead_of_the_first",
            "tests/notifications/test_telling_steps.py::test_a_declared_case_is_said_to_the_team_and_to_the_quality_lead_of_its_place_only",
            "tests/policy/test_permissions.py::test_quality_lead_sees_their_place_and_no_other",
        ),
        ("4.7.15", "an action belongs to one organisation"): (
            "tests/incidents/services/test_safety_actions.py::test_action_is_numbered_owned_and_audited",
        ),
        ("4.7.15", "the provider follows its own"): (
            "tests/web/desk/test_pages.py::test_the_actions_desk_offers_each_side_its_own_step_and_begins_with_what_is_not_verified",
        ),
        ("5.1.2", ""): (
            "tests/organisations/test_local_lists.py::test_no_change_makes_a_place_longer_than_what_holds_without_it",
            "tests/policy/test_local_lengths.py::test_a_place_never_has_longer_than_what_holds_without_it",
            "tests/web/administer/test_administer.py::test_a_place_may_shorten_a_timescale_and_never_relax_it",
        ),
        ("5.2.1", ""): (
            "tests/web/test_clauses_shown.py::test_every_clause_is_shown_in_our_words_where_links_lead",
        ),
        ("5.2.2", ""): (
            "tests/demonstration/test_seeding.py::test_replayed_under_the_same_rules_nothing_differs_and_under_others_much_does",
            "tests/incidents/services/test_learning_response.py::test_choice_opens_the_case_to_the_icb_which_is_told",
            "tests/incidents/services/test_learning_response.py::test_icb_writes_a_note_that_moves_nothing_and_the_provider_reads_it",
            "tests/incidents/test_replay_command.py::test_back_from_psirf_it_says_what_is_unknown",
            "tests/incidents/test_replay_command.py::test_totals_come_first_and_then_every_case_that_differs",
            "tests/policy/test_deadlines.py::test_under_psirf_only_the_duty_of_candour_has_timescales",
            "tests/policy/test_replaying.py::test_back_to_the_2015_framework_what_nobody_was_asked_is_unknown",
            "tests/policy/test_replaying.py::test_under_psirf_only_candour_has_a_limit",
            "tests/policy/test_required_responses.py::test_choice_against_a_required_psii_is_refused_with_its_source_and_clause",
            "tests/policy/test_required_responses.py::test_rule_is_required_not_required_or_unknown",
            "tests/web/learn/test_learn.py::test_icb_records_oversight_and_is_offered_neither_closing_nor_returning",
            "tests/web/learn/test_learn.py::test_plan_says_that_there_is_no_limit_and_what_is_custom",
            "tests/web/replay/test_replay.py::test_totals_and_every_case_that_differs_stand_on_the_page_and_no_row_is_written",
        ),
        ("5.2.2", "each provider moves on its own date"): (
            "tests/web/administer/test_administer.py::test_a_move_to_psirf_is_dated_and_a_closed_organisation_names_who_took_over",
        ),
        ("5.2.2", "its learning responses are ready"): (
            "tests/browser/test_learning.py::test_a_trust_under_psirf_learns_from_an_event_and_the_board_oversees",
            "tests/incidents/services/test_discussion.py::test_learning_response_is_chosen_with_a_reason_and_shown_to_the_icb",
            "tests/web/decide/test_discussion.py::test_learning_response_is_chosen_from_plain_definitions",
        ),
        ("6.2", "what it asks can be read here"): (
            "tests/web/policy/test_policy.py::test_every_hat_reads_every_clause_under_its_heading",
            "tests/web/test_clauses_shown.py::test_every_clause_is_shown_in_our_words_where_links_lead",
        ),
        ("8.0b", "every change is on a record that nobody can alter"): (
            "tests/audit/test_append_only.py::test_changing_the_trail_is_refused_by_the_database",
            "tests/audit/test_breaks.py::test_a_table_that_is_dropped_is_named",
            "tests/audit/test_breaks.py::test_a_trigger_that_is_altered_is_named",
            "tests/audit/test_breaks.py::test_each_trigger_that_is_dropped_is_named",
            "tests/audit/test_breaks.py::test_only_an_anchor_shows_a_chain_that_was_made_anew",
            "tests/audit/test_breaks.py::test_only_an_anchor_shows_an_end_that_was_cut_off_or_a_trail_begun_anew",
            "tests/audit/test_breaks.py::test_what_is_done_behind_the_triggers_is_named",
            "tests/audit/test_services.py::test_an_act_leaves_who_what_when_and_why",
            "tests/audit/test_verification.py::test_tampering_is_found_and_named",
            "tests/incidents/test_as_at.py::test_a_case_as_it_stood_says_old_and_new_who_and_why",
            "tests/incidents/test_as_at.py::test_at_every_step_of_a_whole_case_the_trail_folds_to_what_the_tables_held",
            "tests/jobs/test_check_audit_trail.py::test_each_night_leaves_an_anchor_where_it_is_kept_and_remembers_it",
            "tests/web/cases/test_as_at_file.py::test_the_file_says_how_it_stood_and_what_was_changed_since_old_new_who_when_why",
            "tests/web/cases/test_case_history.py::test_the_trail_tells_each_act_with_who_when_why_before_and_after",
            "tests/web/export/test_export.py::test_one_altered_byte_in_any_file_is_found_and_named",
        ),
        ("8.0b", "who looked at a case is on record"): (
            "tests/incidents/services/test_reading_log.py::test_looks_of_one_hour_are_one_row_and_of_the_next_another",
            "tests/web/restricted/test_pages.py::test_every_page_of_a_case_that_opens_is_a_look",
        ),
        ("8.0b", "texts are searched for names"): (
            "tests/incidents/services/test_door.py::test_a_number_that_nobody_answered_for_is_stored_nowhere_and_the_step_not_taken",
        ),
        ("9.0a", "the check of the report asks about fair treatment"): (
            "tests/policy/test_quality_assurance.py::test_checklist_asks_of_fair_treatment",
        ),
        ("9.0a", "trends by characteristic hide small numbers"): (
            "tests/policy/test_suppression.py::test_totals_stay_where_other_figures_can_hide_a_small_one",
        ),
        ("9.0b", "the other two are never asked of patients"): (
            "tests/policy/test_steis.py::test_nobody_is_asked_of_offences_or_membership_of_a_trade_union",
        ),
        ("9.0b", "every page is looked at for accessibility"): (
            "tests/browser/test_every_page.py::test_axe_has_seen_every_page",
            "tests/browser/test_every_page.py::test_axe_has_seen_every_way_to_refuse",
        ),
        ("9.0b", "it can be used by keyboard alone"): (
            "tests/browser/test_report.py::test_a_nurse_reports_with_the_keyboard_alone",
        ),
        ("11.1a", ""): (
            "tests/incidents/services/test_rectification.py::test_words_that_two_people_take_out_stand_nowhere_and_the_chain_is_still_proved",
        ),
        ("11.1a", "each sharing has its lawful basis"): (
            "tests/incidents/services/test_sharing.py::test_service_asks_what_the_rules_ask_and_writes_nothing_otherwise",
            "tests/policy/test_disclosing.py::test_nothing_goes_without_its_lawful_basis_its_purpose_and_whom_it_is_about",
            "tests/policy/test_disclosing.py::test_of_the_dead_the_law_of_confidentiality_is_asked_and_uk_gdpr_is_not",
        ),
        ("11.1a", "no more is asked and shown than is needed"): (
            "tests/attack/test_shared.py::test_of_a_summary_no_page_list_search_or_file_says_a_word_of_the_story",
            "tests/browser/test_redact.py::test_a_report_is_redacted_for_a_family",
            "tests/browser/test_share.py::test_a_document_is_marked_as_never_shared",
            "tests/incidents/services/test_discussion.py::test_icb_sees_criteria_and_reasons_only_of_one_judged_not_serious",
            "tests/incidents/services/test_discussion.py::test_icb_sees_nothing_before_discussion_or_declaration",
            "tests/incidents/services/test_redaction.py::test_nothing_is_given_out_before_a_second_person_looked",
            "tests/incidents/services/test_redaction.py::test_words_taken_out_are_nowhere_in_the_file",
            "tests/incidents/services/test_sharing.py::test_the_recipient_sees_the_parts_that_were_shared_and_no_others",
            "tests/policy/test_permissions.py::test_lead_commissioner_sees_criteria_only_of_one_judged_not_serious",
            "tests/policy/test_redacting.py::test_manifest_counts_by_reason_and_says_nothing_of_the_words",
            "tests/policy/test_reporting_form.py::test_nobody_is_asked_for_an_identity_of_a_patient",
            "tests/web/export/test_export.py::test_protected_and_held_papers_and_copies_nobody_approved_never_go",
            "tests/web/redact/test_pages.py::test_a_report_is_redacted_for_a_family",
        ),
        ("11.1a", "how long things are kept is set"): (
            "tests/incidents/services/test_disposal.py::test_after_two_people_disposed_of_it_no_word_of_the_case_is_left_anywhere",
            "tests/incidents/services/test_disposal.py::test_nobody_disposes_of_it_before_its_time_alone_or_while_it_is_held",
            "tests/incidents/services/test_retention.py::test_a_hold_wins_over_every_date_until_it_is_lifted",
            "tests/incidents/services/test_retention.py::test_a_serious_incident_is_kept_twenty_years_and_then_only_reviewed",
            "tests/web/retention/test_retention_pages.py::test_a_record_is_held_and_the_hold_lifted_on_its_pages",
        ),
        ("11.1b", "the Caldicott principles are checked before sharing"): (
            "tests/incidents/services/test_sharing.py::test_service_asks_what_the_rules_ask_and_writes_nothing_otherwise",
            "tests/policy/test_disclosing.py::test_none_of_the_eight_questions_can_be_passed_over",
        ),
        ("11.1b", "the guardian approves what identifies someone"): (
            "tests/browser/test_share.py::test_a_case_of_two_commissioners_is_shared_and_withdrawn",
            "tests/incidents/services/test_sharing.py::test_a_guardian_does_not_approve_what_they_asked_for_themselves",
            "tests/incidents/services/test_sharing.py::test_nothing_that_may_identify_someone_goes_before_another_person_approves_it",
            "tests/policy/test_disclosing.py::test_guardian_is_asked_where_someone_may_be_identified_or_an_answer_is_not_a_yes",
            "tests/web/share/test_pages.py::test_a_case_of_two_commissioners_is_proposed_approved_read_acknowledged_and_withdrawn",
        ),
        ("11.1c", "pages travel encrypted"): (
            "tests/config/test_settings.py::test_production_is_what_nothing_set_gives",
        ),
        ("11.1c", "each role sees only what is its own"): (
            "tests/architecture/test_routes.py::test_each_hat_gets_the_page_expected_of_it",
            "tests/attack/test_foreign_keys.py::test_a_redacted_copy_is_there_for_those_who_make_or_check_it_alone",
            "tests/attack/test_restricted.py::test_every_page_of_the_case_is_shut_and_says_nothing_of_it",
            "tests/attack/test_restricted.py::test_no_list_search_file_or_desk_shows_it",
            "tests/attack/test_sessions.py::test_a_copied_session_opens_nothing_after_signing_out",
            "tests/attack/test_side_doors.py::test_pages_of_strangers_are_the_same_with_and_without_the_cases",
            "tests/breaches/test_breach_property.py::test_each_hat_sees_the_breaches_and_parts_that_the_rules_say_and_the_wall_takes_none_away",
            "tests/breaches/test_breach_walls.py::test_a_case_limited_to_named_people_is_not_given_away_by_its_breach",
            "tests/breaches/test_breach_walls.py::test_an_organisation_that_has_nothing_to_do_with_it_finds_no_row",
            "tests/browser/test_restricted.py::test_a_case_is_limited_opened_reviewed_and_lifted",
            "tests/incidents/services/test_redaction.py::test_nobody_else_comes_to_a_copy_in_hand",
            "tests/incidents/services/test_restriction.py::test_of_those_who_saw_it_only_the_named_go_on",
            "tests/incidents/services/test_restriction.py::test_opening_shows_the_case_to_that_hat_alone_for_four_hours_to_read",
            "tests/incidents/services/test_take_over.py::test_of_a_limited_case_those_named_who_came_along_go_on_and_no_others_of_the_successor",
            "tests/incidents/test_access_property.py::test_filter_and_rules_agree_for_every_hat_incident_and_part",
            "tests/incidents/test_access_property.py::test_of_a_restricted_case_only_those_drawn_as_named_see_what_they_saw",
            "tests/incidents/test_walls.py::test_every_table_that_leads_to_a_case_is_walled_or_says_why_not",
            "tests/incidents/test_walls.py::test_rows_that_tell_of_a_limited_case_are_shown_to_those_it_names",
            "tests/incidents/test_walls.py::test_values_of_the_trail_are_shown_to_those_who_are_shown_the_case",
            "tests/incidents/test_walls.py::test_with_the_filter_taken_away_pages_of_others_still_show_nothing",
            "tests/incidents/test_walls_property.py::test_behind_the_wall_the_filter_shows_what_the_rules_say_and_without_it_no_case_of_others_is_there",
            "tests/incidents/test_walls_restricted.py::test_with_the_filter_of_names_taken_away_no_page_list_search_or_file_shows_it",
            "tests/web/cases/test_as_at_file.py::test_outsiders_and_those_shown_no_history_get_none",
            "tests/web/export/test_export.py::test_each_role_takes_the_parts_it_is_shown_and_no_more",
            "tests/web/export/test_export.py::test_whoever_may_not_disclose_a_case_takes_nothing_of_it",
            "tests/web/redact/test_pages.py::test_whose_copies_are_whose",
        ),
        ("11.1c", "every change is audited"): (
            "tests/architecture/test_writes.py::test_rows_are_written_only_where_changes_are_accounted_for",
            "tests/audit/test_append_only.py::test_changing_the_trail_is_refused_by_the_database",
            "tests/audit/test_services.py::test_an_act_leaves_who_what_when_and_why",
            "tests/incidents/services/test_redaction.py::test_the_audit_trail_holds_the_copy_and_none_of_the_words",
            "tests/web/export/test_export.py::test_the_archive_holds_the_case_its_papers_history_and_disclosures_and_says_who_took_it",
        ),
        ("11.1c", "names in texts are found"): (
            "tests/browser/test_redact.py::test_a_word_file_that_still_holds_a_name_is_refused_with_it",
            "tests/incidents/services/test_redaction.py::test_a_replacement_that_still_holds_the_words_is_refused_with_them",
            "tests/incidents/test_check_text.py::test_what_is_found_is_written_with_its_places_in_the_text_as_it_came",
            "tests/policy/test_personal_data.py::test_it_is_found_as_what_it_is",
            "tests/policy/test_personal_data_figures.py::test_the_share_found_of_each_kind_holds_its_bar",
            "tests/web/redact/test_pages.py::test_a_replacement_that_keeps_a_name_is_refused_beside_its_field",
        ),
        ("11.1c", "what identifies somebody is stopped before it is stored"): (
            "tests/architecture/test_checked_forms.py::test_every_form_of_a_case_is_looked_through_or_named_with_its_reason",
            "tests/browser/test_personal_data.py::test_a_lead_keeps_a_name_with_a_reason_and_it_is_logged",
            "tests/incidents/services/test_door.py::test_a_number_that_nobody_answered_for_is_stored_nowhere_and_the_step_not_taken",
            "tests/web/export/test_export.py::test_what_is_no_purpose_is_kept_on_the_page_and_nothing_is_taken",
            "tests/web/held/test_asking.py::test_the_page_comes_back_with_the_words_marked_and_everything_as_typed",
        ),
        ("11.1c", "what is found never costs a deadline"): (
            "tests/browser/test_personal_data.py::test_a_nurse_in_a_hurry_sends_and_a_lead_redacts_the_next_morning",
            "tests/incidents/services/test_door.py::test_a_report_at_five_to_five_is_received_with_the_number_masked_everywhere",
        ),
        ("11.1c", "a paper with personal data waits for its redacted copy"): (
            "tests/browser/test_personal_data.py::test_pasted_words_with_a_number_are_received_and_wait_for_a_copy",
            "tests/web/held/test_documents_held.py::test_it_counts_as_received_and_opens_only_for_those_who_handle_it_on_their_side",
        ),
        ("11.2", "the toolkit's reference is asked for"): (
            "tests/incidents/services/test_criteria_answers.py::test_each_criterion_is_kept_with_what_was_asked_below_it",
            "tests/web/breaches/test_breach_pages.py::test_told_late_asks_for_the_reasons_keeps_what_was_typed_and_then_stops_the_clock",
        ),
        ("11.2", "the information-governance lead has a task"): (
            "tests/breaches/test_reporting.py::test_a_breach_that_anybody_reports_is_a_task_of_the_controllers_lead_at_once",
            "tests/breaches/test_reporting.py::test_a_link_shows_the_icb_the_summary_of_a_case_it_sees_and_ends_with_it",
            "tests/browser/test_breaches.py::test_a_breach_is_reported_graded_and_told",
            "tests/web/breaches/test_breach_pages.py::test_a_nurse_reports_and_the_lead_finds_it_on_their_worklist_with_its_hours",
        ),
        ("11.2", "the 72 hours are counted"): (
            "tests/policy/test_breach_acts.py::test_72_hours_are_hours_that_pass_whatever_the_clocks_do",
            "tests/policy/test_breach_acts.py::test_the_hours_run_through_the_weekend_and_are_said_as_people_say_them",
            "tests/policy/test_external_bodies.py::test_72_hours_are_hours_that_pass",
            "tests/web/breaches/test_breach_pages.py::test_the_list_has_the_most_urgent_first_and_goes_out_as_a_file_that_is_noted",
        ),
        ("11.2", "its severity is graded"): (
            "tests/breaches/test_reporting.py::test_a_grade_says_who_is_told_and_raises_the_least_for_special_data",
        ),
        ("12a", ""): (
            "tests/web/test_clauses_shown.py::test_every_clause_is_shown_in_our_words_where_links_lead",
        ),
        ("12b", ""): (
            "tests/web/test_clauses_shown.py::test_every_clause_is_shown_in_our_words_where_links_lead",
        ),
        ("12c", ""): (
            "tests/incidents/services/test_triage.py::test_responsible_commissioner_is_a_commissioner",
        ),
        ("12e", "the severity is graded by today's grid"): (
            "tests/breaches/test_reporting.py::test_a_grade_says_who_is_told_and_raises_the_least_for_special_data",
            "tests/breaches/test_reporting.py::test_figures_that_the_icb_agreed_for_the_grid_are_those_applied",
            "tests/policy/test_breach_acts.py::test_a_grade_needs_both_scores_and_what_they_rest_on",
            "tests/web/breaches/test_breach_pages.py::test_the_grid_says_in_words_what_each_pair_of_scores_leads_to",
        ),
        ("12e", "the older name is explained"): (
            "tests/breaches/test_reporting.py::test_a_breach_from_before_the_law_keeps_the_level_of_its_checklist",
            "tests/web/breaches/test_breach_pages.py::test_the_older_name_stands_on_the_page",
        ),
        ("12f", "the report must explain which barriers failed and why"): (
            "tests/incidents/services/test_review.py::test_report_of_a_never_event_explains_the_barriers",
            "tests/policy/test_quality_assurance.py::test_report_of_a_never_event_also_explains_the_barriers",
        ),
        ("12g", ""): (
            "tests/organisations/test_people.py::test_each_kind_of_provider_has_people_who_report_and_answer_for_it",
        ),
        ("12i", ""): (
            "tests/policy/test_incident_types.py::test_pending_review_may_stand_until_closing_and_stops_it_there",
        ),
        ("12i", "the log number is kept"): (
            "tests/browser/test_steis.py::test_the_lead_completes_copies_and_records_the_log_number",
            "tests/incidents/services/test_steis.py::test_the_log_number_is_recorded_and_moves_no_timescale",
            "tests/web/steis/test_steis.py::test_the_log_number_is_recorded_after_logging_it",
        ),
        ("12i", "the day it was logged is kept"): (
            "tests/browser/test_steis.py::test_the_lead_completes_copies_and_records_the_log_number",
            "tests/incidents/services/test_steis.py::test_the_log_number_is_recorded_and_moves_no_timescale",
        ),
        ("12i", "every field is ready to copy"): (
            "tests/browser/test_steis.py::test_the_lead_completes_copies_and_records_the_log_number",
            "tests/policy/test_steis.py::test_every_column_of_the_export_has_one_field",
            "tests/web/steis/test_steis.py::test_all_of_it_is_one_plain_text",
        ),
    }
)
