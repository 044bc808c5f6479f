"""People set up an app and a passkey, come in with them, with a recovery code, and by an invitation."""

from __future__ import annotations

import time

import pytest

from sightline.organisations.services import code_at
from sightline.policy.terms import Role
from tests.browser import acts
from tests.browser.conftest import SignedIn
from tests.browser.person import Person
from tests.browser.server import Server
from tests.factories import PASSWORD

pytestmark = pytest.mark.browser
CHOSEN = "four quiet kettles north"


def next_code(secret: str, *, after: int = 0) -> tuple[str, int]:
    """The code of a step of the clock that was not used, once that step is here; one to come is taken early."""
    step = max(int(time.time()) // 30, after + 1)
    while step - 1 > int(time.time()) // 30:
        time.sleep(0.5)
    return code_at(secret, step), step


def password_of(someone: Person, username: str) -> None:
    """The first page of signing in, where a second step follows."""
    someone.go("/sign-in/")
    someone.fill("Username", username)
    someone.page.get_by_label("Password", exact=True).fill(PASSWORD)
    someone.press("Sign in")


def sign_out(someone: Person) -> None:
    someone.press("Sign out")


def test_an_app_is_set_up_and_asked_for_and_a_recovery_code_stands_in(
    person: SignedIn, server: Server
) -> None:
    nurse = person("icb", Role.CHIEF_NURSE, width=320)
    nurse.go("/account/second-factor/")
    nurse.follow("Set up an app that makes codes")
    secret = nurse.page.locator(".sl-code").inner_text().replace(" ", "")
    nurse.fill("Code that the app shows", "123456")
    nurse.press("Finish setting up", answers=422)
    nurse.reads("That code is not right")
    secret = nurse.page.locator(".sl-code").inner_text().replace(" ", "")
    code, step = next_code(secret)
    nurse.fill("Code that the app shows", code)
    nurse.press("Finish setting up")
    nurse.reads("Keep these recovery codes")
    kept = nurse.page.locator(".sl-codes li").all_inner_texts()
    assert len(kept) == 10
    nurse.press("I have kept them")
    sign_out(nurse)

    password_of(nurse, server.username("icb", Role.CHIEF_NURSE))
    nurse.reads("Prove that it is you")
    nurse.fill("Code", code)
    nurse.press("Go on", answers=422)
    nurse.reads("That code has been used")
    nurse.fill("Code", next_code(secret, after=step)[0])
    nurse.press("Go on")
    assert nurse.path == "/"
    sign_out(nurse)

    password_of(nurse, server.username("icb", Role.CHIEF_NURSE))
    nurse.fill("Code", kept[0])
    nurse.press("Go on")
    assert nurse.path == "/"
    nurse.go("/account/second-factor/")
    nurse.reads("9 codes left")
    nurse.follow("Make new codes")
    nurse.press("Make new codes")
    nurse.reads("Keep these recovery codes")
    nurse.press("I have kept them")
    nurse.go("/account/second-factor/")
    nurse.go("/account/prove/")
    nurse.reads("Is it still you?")
    nurse.go("/account/second-factor/")
    nurse.follow("Remove")
    nurse.reads("It stops working for signing in here.")

    admin = person("icb", Role.ADMINISTRATOR)
    admin.go(f"/administer/people/?q={server.username('icb', Role.CHIEF_NURSE)}")
    admin.page.locator("main table a").first.click()
    admin.arrived()
    of_her = admin.path
    admin.go(f"{of_her}provider/")
    admin.reads("End signing in by a provider")
    admin.fill("Why?", "Her card was stolen.")
    admin.press("End it now", answers=422)
    admin.reads("This person signs in by no provider.")
    admin.go(of_her)
    admin.follow("Reset the second factor")
    admin.press("Reset it", answers=422)
    admin.fill("Why?", "Lost phone and codes; spoke to her in person.")
    admin.press("Reset it")
    with nurse.not_looking():
        nurse.go("/")
    assert nurse.path == "/sign-in/", "whoever found the phone is out"
    nurse.sign_in(server.username("icb", Role.CHIEF_NURSE))


def test_a_passkey_is_made_and_opens_the_door_by_itself_and_as_second_step(
    visitor: SignedIn, server: Server
) -> None:
    someone = visitor("the lead with a passkey")
    # Browsers make passkeys for names, not for numbers of the network.
    someone.address = server.address.replace("127.0.0.1", "localhost")
    devices = someone.context.new_cdp_session(someone.page)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    name = server.username("psirf_trust", Role.PROVIDER_EXECUTIVE)
    someone.sign_in(name)
    someone.go("/account/second-factor/")
    someone.follow("Set up a passkey")
    someone.fill("What do you call it?", "Work laptop")
    someone.press("Make the passkey")
    someone.reads("Keep these recovery codes")
    someone.press("I have kept them")
    someone.go("/account/second-factor/")
    someone.reads("Work laptop (passkey)")
    sign_out(someone)

    someone.go("/sign-in/?next=/incidents/")
    someone.press("Sign in with a passkey")
    assert someone.path == "/incidents/"
    sign_out(someone)

    password_of(someone, name)
    someone.press("Use your passkey")
    assert someone.path == "/"


def test_an_invited_person_comes_in_changes_role_and_leaves(person: SignedIn, visitor: SignedIn) -> None:
    admin = person("icb", Role.ADMINISTRATOR)
    admin.go("/administer/organisations/R9D/")
    admin.follow("Add a person")
    admin.fill("Full name", "Bram Tolliver")
    admin.fill("User name", "bram.tolliver")
    admin.choose("Reporter", under="Role")
    admin.fill_date("First day", acts.today())
    admin.press("Add the person")
    link = admin.page.locator(".sl-code").inner_text()

    newcomer = visitor("the newcomer", width=320)
    newcomer.go("/" + link.split("/", 3)[3])
    newcomer.press("Sign in with NHS CIS2 instead", answers=503)
    newcomer.reads("NHS CIS2")
    newcomer.go("/" + link.split("/", 3)[3])
    newcomer.page.get_by_label("Choose a password", exact=True).fill("short")
    newcomer.page.get_by_label("The same again", exact=True).fill("short")
    newcomer.press("Set the password", answers=422)
    newcomer.reads("at least 12 characters")
    newcomer.page.get_by_label("Choose a password", exact=True).fill(CHOSEN)
    newcomer.page.get_by_label("The same again", exact=True).fill(CHOSEN)
    newcomer.press("Set the password")
    newcomer.fill("Username", "bram.tolliver")
    newcomer.page.get_by_label("Password", exact=True).fill(CHOSEN)
    newcomer.press("Sign in")
    assert newcomer.path == "/"
    newcomer.go("/" + link.split("/", 3)[3], answers=410)
    newcomer.reads("This invitation has ended")

    admin.follow("Change it")
    admin.choose("Patient-safety lead", under="Role")
    admin.fill("Why?", "Agreed with their manager.")
    admin.press("Change the role now")
    newcomer.go("/", answers=403)
    newcomer.reads("The role you were using has ended", "Patient-safety lead")
    admin.follow("Take it away")
    admin.fill("Why?", "Given by mistake.")
    admin.press("Take it away now")
    newcomer.go("/", answers=403)
    newcomer.reads("You have no other role")
    admin.follow("Invite to choose a password")
    admin.press("Make the link")
    admin.follow("They have left")
    admin.fill("Why?", "Left the trust.")
    admin.press("End everything now")
    with newcomer.not_looking():
        newcomer.go("/")
    assert newcomer.path == "/sign-in/"


def test_a_provider_that_does_not_answer_is_said_and_leaves_every_other_way_in(
    person: SignedIn, visitor: SignedIn, server: Server
) -> None:
    """What a provider answers, well or badly, is asked in tests/web/account; this is what people look at."""
    someone = visitor("someone at a desk")
    someone.go("/sign-in/")
    someone.press("Sign in with NHS CIS2", answers=503)
    someone.reads("NHS CIS2")
    someone.go("/sign-in/by/cis2/back/", answers=400)
    password_of(someone, server.usernames["trust provider_lead"])
    assert someone.path == "/"

    lead = person("trust", Role.PROVIDER_EXECUTIVE, width=320)
    lead.go("/account/second-factor/")
    lead.reads("Other ways to sign in")
    lead.go("/account/providers/cis2/")
    lead.press("Go to NHS CIS2", answers=503)
    lead.go("/account/providers/cis2/end/")
    lead.reads("No longer sign in by NHS CIS2")
