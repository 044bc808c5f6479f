"""People, and what each is at which organisation."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from sightline.audit.keys import new_key
from sightline.organisations.models.organisation import Organisation, Place
from sightline.policy.terms import Role


class User(AbstractBaseUser, PermissionsMixin):
    """A member of staff who signs in. Signing in gives nothing by itself: a membership in use does.

    ``is_staff`` and ``is_superuser`` open Django's own admin where that is switched on; no rule of ours reads them.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    username = models.CharField(
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Someone already signs in with that name."},
    )
    full_name = models.CharField(max_length=200)
    email = models.EmailField(blank=True, default="")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    session_epoch = models.PositiveIntegerField(
        default=0, help_text="one more ends every session of this person, for good"
    )

    objects = UserManager["User"]()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "email"]

    class Meta:
        db_table = "person"
        verbose_name = "person"
        verbose_name_plural = "people"
        constraints = [models.UniqueConstraint(Lower("username"), name="person_username_whatever_its_case")]

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name as the person writes it."""
        return self.full_name

    def get_short_name(self) -> str:
        """The same as the full name: we do not guess which part is the short one."""
        return self.full_name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Django signs sessions with the password alone, so one of a closed account would live again with the account.
        return salted_hmac(
            "sightline.person.session",
            f"{self.password} {self.session_epoch}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class LeaveCover(models.Model):
    """While a person is away, from the first to the last day, another person at the organisation looks after their cases."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="covers")
    covered_by = models.ForeignKey(User, models.PROTECT, related_name="covering")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        db_table = "leave_cover"
        ordering = ["from_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")), name="leave_cover_dates_in_order"
            ),
            models.CheckConstraint(condition=~Q(person=F("covered_by")), name="leave_cover_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} covered by {self.covered_by_id}"


class OneTimeLink(models.Model):
    """A link sent to a work e-mail that signs one person in once, in one membership, and opens one page.

    Only the hash of its secret is kept.
    """

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    membership = models.ForeignKey("Membership", models.CASCADE, related_name="+")
    opens = models.CharField(max_length=200, help_text="the address inside the product that it opens")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True, help_text="empty where the person asked for it")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "one_time_link"

    def __str__(self) -> str:
        return f"link for {self.membership_id}"


class Invitation(models.Model):
    """A link by which somebody chooses their password once, at first or after forgetting it. Only its hash is kept."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.UUIDField(null=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, help_text="when it was used, or another took its place")

    class Meta:
        db_table = "invitation"

    def __str__(self) -> str:
        return f"invitation of {self.person_id}"


class Membership(models.Model):
    """A person is something at an organisation, perhaps at one Place, from a first to a last day: a hat to wear."""

    id = models.UUIDField(primary_key=True, default=new_key, editable=False)
    person = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=40, choices=Role.choices())
    place = models.ForeignKey(Place, models.PROTECT, null=True, blank=True, related_name="memberships")
    from_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    was_revoked = models.BooleanField(
        default=False,
        help_text="ended at once: the day it was done on does not count, even where it was the first",
    )

    class Meta:
        db_table = "membership"
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")) | Q(was_revoked=True),
                name="membership_dates_in_order",
            ),
            # Two constraints, because a missing Place is never equal to a missing Place in SQL.
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "from_on"],
                condition=Q(place__isnull=True),
                name="membership_once",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "role", "place", "from_on"],
                condition=Q(place__isnull=False),
                name="membership_once_at_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.organisation_id}"
