"""How people sign in, as django-allauth reads it. Limits on tries are ours (``web/lock_out.py``): two counters, two answers."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured

PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]


def second_factor(is_asked: bool, *, trying_out: bool) -> bool:
    """The setting as it was given, or ImproperlyConfigured where an installation with real people would do without."""
    if not is_asked and not trying_out:
        raise ImproperlyConfigured(
            "SIGHTLINE_SECOND_FACTOR is 0, which only a demonstration or DEBUG may say: whoever reads cases of real "
            "people proves who they are with more than a password. Unset it."
        )
    return is_asked


# Read by ``allauth.account``, ``allauth.socialaccount`` and ``allauth.mfa``.
ACCOUNT_ADAPTER = "sightline.web.sign_in.ClosedAdapter"
ACCOUNT_FORMS = {"login": "sightline.web.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_TEMPLATE_EXTENSION = "jinja"
ACCOUNT_RATE_LIMITS = False
SOCIALACCOUNT_ADAPTER = "sightline.web.account.provider_asking.ProviderAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "sightline.web.sign_in.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Sightline"
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = False
