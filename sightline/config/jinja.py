"""The page engine: our templates beside their views, the NHS macros behind them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, FileSystemBytecodeCache, PackageLoader

from sightline.web import wording
from sightline.web.clause_links import clause_link
from sightline.web.hats import provider_in_use
from sightline.web.identity_providers import ProviderSettings
from sightline.web.nhsuk.parameters import form_errors, parameters
from sightline.web.sign_in import demonstration_sign_ins


def environment(**options: Any) -> Environment:
    """The Jinja2 environment for Django's template setting; names not given to a page are empty, never an error."""
    compiled = settings.VAR / "compiled-pages"
    compiled.mkdir(parents=True, exist_ok=True)
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    options["undefined"] = ChainableUndefined
    options["trim_blocks"] = options["lstrip_blocks"] = True
    options["bytecode_cache"] = FileSystemBytecodeCache(str(compiled))
    made = Environment(
        autoescape=True, **{name: given for name, given in options.items() if name != "autoescape"}
    )
    made.globals.update(
        static=static,
        url=_url,
        messages_for=get_messages,
        demonstration=settings.SIGHTLINE_DEMONSTRATION,
        demonstration_sign_ins=demonstration_sign_ins,
        identity_providers=_providers,
        came_by_provider=provider_in_use,
        help_phone=settings.SIGHTLINE_HELP_PHONE,
        clause_link=clause_link,
        field_parameters=parameters,
        form_errors=form_errors,
    )
    made.filters.update(
        say_date=wording.say_date,
        say_short_date=wording.say_short_date,
        say_plain_date=wording.say_plain_date,
        say_month=wording.say_month,
        say_moment=wording.say_moment,
        say_count=wording.say_count,
    )
    return made


def _providers() -> list[ProviderSettings]:
    return list(settings.SIGHTLINE_OIDC.values())


@lru_cache(maxsize=4096)
def _url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a page; a list names the same ones again and again, and it never changes while serving."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
