"""What an identity provider's claims are worth, by table."""

from __future__ import annotations

from typing import Any

import pytest

from sightline.policy.identity_claims import (
    MOST_ENTRIES,
    STRENGTH,
    OddClaims,
    Said,
    Shape,
    names,
    organisations_named,
    read,
    second_factor_shown,
    subject_of,
    was_proved_since,
)

CIS2, ENTRA = Shape.CIS2, Shape.ENTRA
LEVEL = "authentication_assurance_level"


@pytest.mark.parametrize(
    ("shape", "token", "shown"),
    [
        (CIS2, {LEVEL: "3"}, True),
        (CIS2, {LEVEL: "2"}, True),
        (CIS2, {LEVEL: 2}, True),
        (CIS2, {LEVEL: "AAL3"}, True),
        (CIS2, {LEVEL: "1"}, False),
        (CIS2, {LEVEL: ""}, False),
        (CIS2, {LEVEL: None}, False),
        (CIS2, {LEVEL: True}, False),
        (CIS2, {LEVEL: {"level": "3"}}, False),
        (CIS2, {LEVEL: "1", "acr": "AAL3_ANY"}, False),
        (CIS2, {"acr": "AAL2_OR_AAL3_ANY"}, True),
        (CIS2, {"acr": "AAL3_ANY"}, True),
        (CIS2, {"acr": "AAL1_USERPASS"}, False),
        (CIS2, {"id_assurance_level": "3"}, False),
        (CIS2, {"id_assurance_level": "3", LEVEL: "1"}, False),
        (CIS2, {"amr": ["mfa"]}, False),
        (CIS2, {}, False),
        (ENTRA, {"amr": ["pwd", "mfa"]}, True),
        (ENTRA, {"amr": "mfa"}, True),
        (ENTRA, {"amr": ["pwd"]}, False),
        (ENTRA, {"amr": []}, False),
        (ENTRA, {"amr": [["mfa"]]}, False),
        (ENTRA, {LEVEL: "3", "acr": "AAL3_ANY"}, False),
        (ENTRA, {}, False),
    ],
)
def test_a_second_factor_was_shown_only_where_the_token_says_so(
    shape: Shape, token: dict[str, Any], shown: bool
) -> None:
    assert second_factor_shown(shape, token) is shown


def test_no_row_takes_how_sure_one_is_of_an_identity_for_how_it_was_proved() -> None:
    assert not [row for row in STRENGTH if "id_assurance" in row.claim]


def role(code: Any, number: str = "1") -> dict[str, Any]:
    return {"person_roleid": number, "org_code": code}


GROUPS = {"g-1": "RXX", "g-2": "QZZ"}


@pytest.mark.parametrize(
    ("shape", "claims", "groups", "named"),
    [
        (CIS2, {}, {}, None),
        (CIS2, {"nhsid_nrbac_roles": []}, {}, set()),
        (CIS2, {"nhsid_nrbac_roles": [role("rxx"), role(" QZZ ")]}, {}, {"RXX", "QZZ"}),
        (
            CIS2,
            {"nhsid_nrbac_roles": [role("RXX", "1"), role("QZZ", "2")], "selected_roleid": "2"},
            {},
            {"QZZ"},
        ),
        (CIS2, {"roles": ["ODS.RXX"]}, {}, None),
        (ENTRA, {}, {}, None),
        (ENTRA, {"roles": ["Reader"]}, {}, None),
        (ENTRA, {"roles": ["ODS.RXX", "Reader"]}, {}, {"RXX"}),
        (ENTRA, {"groups": ["g-1", "g-9"]}, {}, None),
        (ENTRA, {"groups": ["g-1", "g-9"]}, GROUPS, {"RXX"}),
        (ENTRA, {"groups": []}, GROUPS, set()),
        (ENTRA, {"groups": ["g-2"], "roles": ["ODS.RXX"]}, GROUPS, {"RXX", "QZZ"}),
    ],
)
def test_which_organisations_claims_name(
    shape: Shape, claims: dict[str, Any], groups: dict[str, str], named: set[str] | None
) -> None:
    assert organisations_named(shape, claims, groups=groups) == named


@pytest.mark.parametrize(
    ("shape", "claims", "groups"),
    [
        (CIS2, {"nhsid_nrbac_roles": None}, {}),
        (CIS2, {"nhsid_nrbac_roles": {}}, {}),
        (CIS2, {"nhsid_nrbac_roles": ["RXX"]}, {}),
        (CIS2, {"nhsid_nrbac_roles": [role(None)]}, {}),
        (CIS2, {"nhsid_nrbac_roles": [role("R-1")]}, {}),
        (CIS2, {"nhsid_nrbac_roles": [role("R" * 13)]}, {}),
        (CIS2, {"nhsid_nrbac_roles": [role("RXX")] * (MOST_ENTRIES + 1)}, {}),
        (CIS2, {"nhsid_nrbac_roles": [role("RXX")], "selected_roleid": "2"}, {}),
        (CIS2, {"nhsid_nrbac_roles": [role("RXX")], "selected_roleid": {}}, {}),
        (ENTRA, {"roles": "ODS.RXX"}, {}),
        (ENTRA, {"roles": ["ODS."]}, {}),
        (ENTRA, {"groups": ["g-1"] * (MOST_ENTRIES + 1)}, GROUPS),
        (ENTRA, {"groups": "g-1"}, GROUPS),
        # It leaves the groups out where there are too many: that is no leave to act everywhere.
        (ENTRA, {"_claim_names": {"groups": "src1"}}, GROUPS),
        (ENTRA, {}, GROUPS),
    ],
)
def test_claims_that_cannot_be_read_are_said_and_widen_nothing(
    shape: Shape, claims: dict[str, Any], groups: dict[str, str]
) -> None:
    with pytest.raises(OddClaims, match=r"[a-z]"):
        organisations_named(shape, claims, groups=groups)


@pytest.mark.parametrize(
    ("named", "code", "left"),
    [
        (None, "RXX", True),
        (set(), "RXX", False),
        ({"RXX"}, "RXX", True),
        ({"QZZ"}, "RXX", False),
        ({"RXX01"}, "RXX", True),
        ({"RXX"}, "RXX01", False),
        ({"RXX012"}, "RXX", False),
        ({"A81001"}, "A81", False),
    ],
)
def test_a_role_is_left_where_the_claims_name_its_organisation_or_a_site_of_it(
    named: set[str] | None, code: str, left: bool
) -> None:
    assert names(named, code) is left


@pytest.mark.parametrize("subject", [None, "", "  ", 7, ["a"], "x" * 192, "a\x00b", "a\nb"])
def test_a_subject_that_cannot_be_kept_is_refused(subject: Any) -> None:
    with pytest.raises(OddClaims):
        subject_of({"sub": subject})


def test_strength_and_moment_are_read_from_the_signed_token_alone() -> None:
    more = {"sub": "a", LEVEL: "3", "acr": "AAL3_ANY", "auth_time": 100, "name": "A Nurse"}
    said = read(CIS2, {"sub": "a"}, more, groups={})
    assert (said.has_second_factor, said.proved_at_seconds, said.full_name) == (False, None, "A Nurse")


def test_a_page_about_another_person_is_refused() -> None:
    with pytest.raises(OddClaims, match="another"):
        read(CIS2, {"sub": "a"}, {"sub": "b"}, groups={})


@pytest.mark.parametrize(
    ("at", "since"),
    [(None, False), (900, False), (939, False), (940, True), (1000, True), (1010, True)],
)
def test_a_proof_is_of_now_where_it_says_when_clocks_allowing(at: int | None, since: bool) -> None:
    said = Said("a", "", "", None, False, at)
    assert was_proved_since(said, 1000) is since


@pytest.mark.parametrize("moment", ["1000", 1000.5, True, None])
def test_a_moment_that_is_no_number_is_none(moment: Any) -> None:
    assert read(CIS2, {"sub": "a", "auth_time": moment}, {}, groups={}).proved_at_seconds is None
