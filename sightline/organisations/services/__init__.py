"""Changing organisations, people and local lists: each function is one accountable change, audited."""

from sightline.organisations.services.accounts import correct_person, give_password, set_account
from sightline.organisations.services.added_holidays import add_bank_holiday, withdraw_bank_holiday
from sightline.organisations.services.bulk_load import LoadCounts, load_organisations
from sightline.organisations.services.contracts import end_contract, make_contract
from sightline.organisations.services.cover import (
    Cover,
    arrange_cover,
    end_cover,
    problem_with_cover,
    roles_that_handle,
)
from sightline.organisations.services.factors import (
    CodeTaken,
    Factor,
    add_passkey,
    code_at,
    enrol_app,
    factors_of,
    new_recovery_codes,
    passkey_used,
    recovery_codes_left,
    remove_factor,
    reset_second_factor,
    take_code,
)
from sightline.organisations.services.identities import (
    Identity,
    accept_invitation_by,
    identities_of,
    link_identity,
    part_from_providers,
    person_of,
    reporter_by,
    unlink_identity,
)
from sightline.organisations.services.invitations import (
    INVITATION_LIVES,
    Invited,
    accept_invitation,
    invite,
    invited_by,
)
from sightline.organisations.services.leavers import change_role, let_go, revoke
from sightline.organisations.services.local_figures import end_figure, vary_figure
from sightline.organisations.services.local_lists import end_variation, vary_telling, vary_timescale
from sightline.organisations.services.locks import Lock, locks, note_lock
from sightline.organisations.services.mergers import BroughtOver
from sightline.organisations.services.one_time_links import (
    LINK_LIVES,
    OpenedLink,
    hash_of,
    is_open,
    make_link,
    use_link,
)
from sightline.organisations.services.organisations import (
    close_organisation,
    create_organisation,
    create_place,
    move_to_psirf,
    ods_code_from,
    put_in_place,
    rename_organisation,
)
from sightline.organisations.services.people import create_person, join, leave, welcome

__all__ = [
    "INVITATION_LIVES",
    "LINK_LIVES",
    "BroughtOver",
    "CodeTaken",
    "Cover",
    "Factor",
    "Identity",
    "Invited",
    "LoadCounts",
    "Lock",
    "OpenedLink",
    "accept_invitation",
    "accept_invitation_by",
    "add_bank_holiday",
    "add_passkey",
    "arrange_cover",
    "change_role",
    "close_organisation",
    "code_at",
    "correct_person",
    "create_organisation",
    "create_person",
    "create_place",
    "end_contract",
    "end_cover",
    "end_figure",
    "end_variation",
    "enrol_app",
    "factors_of",
    "give_password",
    "hash_of",
    "identities_of",
    "invite",
    "invited_by",
    "is_open",
    "join",
    "leave",
    "let_go",
    "link_identity",
    "load_organisations",
    "locks",
    "make_contract",
    "make_link",
    "move_to_psirf",
    "new_recovery_codes",
    "note_lock",
    "ods_code_from",
    "part_from_providers",
    "passkey_used",
    "person_of",
    "problem_with_cover",
    "put_in_place",
    "recovery_codes_left",
    "remove_factor",
    "rename_organisation",
    "reporter_by",
    "reset_second_factor",
    "revoke",
    "roles_that_handle",
    "set_account",
    "take_code",
    "unlink_identity",
    "use_link",
    "vary_figure",
    "vary_telling",
    "vary_timescale",
    "welcome",
    "withdraw_bank_holiday",
]
