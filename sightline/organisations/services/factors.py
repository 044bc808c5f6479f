"""The second factor of a person: an app that makes codes, passkeys, recovery codes; audited, never with a secret.

The rows are the library's (``allauth.mfa``). What a code is, and that it works once, is judged by
``policy.second_factor``: the library takes the code of setting up again at sign-in, and any code again after 30 seconds.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt, encrypt
from django.db import transaction

from sightline.audit.services import act
from sightline.organisations.errors import Invalid, Unknown
from sightline.organisations.models import User
from sightline.organisations.services.authority import require_authority_over
from sightline.policy.facts import Actor
from sightline.policy.second_factor import STEP_SECONDS, TOLD_STEPS, CodeFound, CodeJudged, judge_code

PERSON = "organisations.User"
_Type = Authenticator.Type
_MODULUS = 10**6


@dataclass(frozen=True)
class Factor:
    """One way of proving who one is, as its owner's page shows it."""

    id: int
    kind: str
    name: str
    made_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class CodeTaken:
    """How a code was judged, and which factor it belongs to where it was accepted."""

    judged: CodeJudged
    factor_id: int = 0
    kind: str = ""


def factors_of(person_id: UUID) -> tuple[Factor, ...]:
    """The app and the passkeys of a person, oldest first; recovery codes are counted apart."""
    rows = Authenticator.objects.filter(user_id=person_id).exclude(type=_Type.RECOVERY_CODES)
    return tuple(
        Factor(
            row.pk,
            row.type,
            row.data.get("name", "") if row.type == _Type.WEBAUTHN else "App that makes codes",
            row.created_at,
            row.last_used_at,
        )
        for row in rows.order_by("created_at", "pk")
    )


def recovery_codes_left(person_id: UUID) -> int:
    """How many recovery codes a person has not used."""
    found = Authenticator.objects.filter(user_id=person_id, type=_Type.RECOVERY_CODES).first()
    return len(RecoveryCodes(found).get_unused_codes()) if found else 0


def code_at(secret: str, step: int) -> str:
    """The six digits of RFC 6238 that an app shows in a step of the clock."""
    digest = hmac.new(
        base64.b32decode(secret.encode(), casefold=True), struct.pack(">Q", step), hashlib.sha1
    ).digest()
    at = digest[-1] & 0x0F
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % _MODULUS:06d}"


def _judge(secret: str, code: str, *, now: datetime, data: dict[str, Any]) -> CodeJudged:
    typed = "".join(code.split())
    return judge_code(
        lambda step: hmac.compare_digest(code_at(secret, step).encode(), typed.encode()),
        here=int(now.timestamp()) // STEP_SECONDS,
        last_step=int(data.get("last_step", 0)),
        spent=data.get("spent", ()),
    )


def _spend(data: dict[str, Any], judged: CodeJudged, now: datetime) -> None:
    if judged.found is CodeFound.ACCEPTED:
        data["last_step"] = judged.step
    elif judged.found is CodeFound.CLOCK_WRONG:
        oldest = int(now.timestamp()) // STEP_SECONDS - TOLD_STEPS
        data["spent"] = [step for step in data.get("spent", []) if step >= oldest] + [judged.step]


def enrol_app(*, person_id: UUID, secret: str, code: str, by: Actor | None, now: datetime) -> CodeTaken:
    """Bind an app that holds ``secret`` to a person, where ``code`` shows that it does; that code is then used."""
    judged = _judge(secret, code, now=now, data={})
    if judged.found is not CodeFound.ACCEPTED:
        return CodeTaken(judged)
    with act(by=by, now=now) as acted:
        _lock(person_id)
        if Authenticator.objects.filter(user_id=person_id, type=_Type.TOTP).exists():
            raise Invalid("code", "An app is set up already. Remove it first.")
        made = Authenticator.objects.create(
            user_id=person_id,
            type=_Type.TOTP,
            data={"secret": encrypt(secret), "last_step": judged.step},
            created_at=now,
        )
        acted.record(
            model=PERSON, object_id=person_id, field="second factor", old="", new="app that makes codes"
        )
    return CodeTaken(judged, made.pk, made.type)


def take_code(*, person_id: UUID, code: str, now: datetime) -> CodeTaken:
    """Judge the code of a person's app, or one of their recovery codes, and use it up where it is accepted."""
    with transaction.atomic():
        _lock(person_id)
        app = Authenticator.objects.filter(user_id=person_id, type=_Type.TOTP).first()
        judged = CodeJudged(CodeFound.WRONG)
        if app is not None:
            judged = _judge(decrypt(app.data["secret"]), code, now=now, data=app.data)
            _spend(app.data, judged, now)
            if judged.found is CodeFound.ACCEPTED:
                app.last_used_at = now
            app.save(update_fields=["data", "last_used_at"])
        if judged.found is not CodeFound.WRONG:
            return CodeTaken(judged, app.pk if app else 0, _Type.TOTP)
        return _take_recovery_code(person_id, "".join(code.split()), now)


def _take_recovery_code(person_id: UUID, code: str, now: datetime) -> CodeTaken:
    found = Authenticator.objects.filter(user_id=person_id, type=_Type.RECOVERY_CODES).first()
    if found is None or not code.isascii() or not RecoveryCodes(found).validate_code(code):
        return CodeTaken(CodeJudged(CodeFound.WRONG))
    with act(by=None, now=now, reason="Signing in without the second factor") as acted:
        Authenticator.objects.filter(pk=found.pk).update(last_used_at=now)
        acted.record(model=PERSON, object_id=person_id, field="recovery code", old="", new="used")
    return CodeTaken(CodeJudged(CodeFound.ACCEPTED), found.pk, _Type.RECOVERY_CODES)


def add_passkey(
    *, person_id: UUID, name: str, credential: dict[str, Any], by: Actor | None, now: datetime
) -> int:
    """Bind a passkey whose answer to our challenge the entrance has checked; return its id."""
    name = name.strip()[:100] or "Passkey"
    with act(by=by, now=now) as acted:
        made = Authenticator.objects.create(
            user_id=person_id,
            type=_Type.WEBAUTHN,
            data={"name": name, "credential": credential},
            created_at=now,
        )
        acted.record(model=PERSON, object_id=person_id, field="second factor", old="", new=f"passkey: {name}")
    return int(made.pk)


def passkey_used(*, factor_id: int, now: datetime) -> None:
    """Note when a passkey was used last."""
    Authenticator.objects.filter(pk=factor_id).update(last_used_at=now)


def new_recovery_codes(*, person_id: UUID, by: Actor | None, now: datetime) -> tuple[str, ...]:
    """Ten codes that each work once, in place of those there were; shown by the caller once, and readable nowhere after."""
    with act(by=by, now=now) as acted:
        person = _lock(person_id)
        Authenticator.objects.filter(user_id=person_id, type=_Type.RECOVERY_CODES).delete()
        codes = tuple(RecoveryCodes.activate(person).get_unused_codes())
        acted.record(
            model=PERSON, object_id=person_id, field="recovery codes", old="", new=f"{len(codes)} made"
        )
    return codes


def remove_factor(
    *, person_id: UUID, factor_id: int, must_keep_one: bool, by: Actor | None, now: datetime
) -> None:
    """Take away an app or a passkey of one's own; not the last one where the person's roles need one."""
    with act(by=by, now=now) as acted:
        _lock(person_id)
        mine = Authenticator.objects.filter(user_id=person_id).exclude(type=_Type.RECOVERY_CODES)
        found = mine.filter(pk=factor_id).first()
        if found is None:
            raise Unknown("There is no such app or passkey of yours.")
        if must_keep_one and mine.count() == 1:
            raise Invalid("factor", "This is your only one, and your role needs one. Set up another first.")
        name = f"passkey: {found.data['name']}" if found.type == _Type.WEBAUTHN else "app that makes codes"
        found.delete()
        if not mine.exists():
            Authenticator.objects.filter(user_id=person_id).delete()
        acted.record(model=PERSON, object_id=person_id, field="second factor", old=name, new="")


def reset_second_factor(*, person_id: UUID, reason: str, by: Actor | None, now: datetime) -> None:
    """For somebody who lost phone, key and codes: all of it goes, their sessions end, they set it up anew."""
    _person(person_id)
    require_authority_over(person_id, by)
    if not reason.strip():
        raise Invalid("reason", "Say why, and how you know that it was they who asked.")
    if by is not None and by.person_id == person_id:
        raise Invalid("reason", "Ask another administrator: nobody resets their own.")
    with act(by=by, now=now, reason=reason.strip()) as acted:
        person = _lock(person_id)
        gone = [str(row.type) for row in Authenticator.objects.filter(user_id=person_id)]
        if not gone:
            raise Invalid("reason", "This person has set up no second factor.")
        Authenticator.objects.filter(user_id=person_id).delete()
        User.objects.filter(id=person_id).update(session_epoch=person.session_epoch + 1)
        acted.record(
            model=PERSON, object_id=person_id, field="second factor", old=", ".join(sorted(gone)), new=""
        )


def _person(person_id: UUID) -> User:
    found = User.objects.filter(id=person_id).first()
    if found is None:
        raise Unknown(f"There is no person {person_id}.")
    return found


def _lock(person_id: UUID) -> User:
    """One change of a person's factors at a time; on SQLite the transaction itself is the lock."""
    found = User.objects.select_for_update().filter(id=person_id).first()
    if found is None:
        raise Unknown(f"There is no person {person_id}.")
    return found
