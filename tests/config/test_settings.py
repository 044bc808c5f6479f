"""Settings come from the environment, and what cannot work is refused in a sentence."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SHOW = (
    "import json; from sightline.config import settings as s;"
    "print(json.dumps({'database': {k: str(v) for k, v in s.DATABASES['default'].items()},"
    " 'options': s.DATABASES['default']['OPTIONS'], 'key': s.SECRET_KEY, 'hosts': s.ALLOWED_HOSTS,"
    " 'demonstration': s.SIGHTLINE_DEMONSTRATION, 'secure': s.SESSION_COOKIE_SECURE, 'hsts': s.SECURE_HSTS_SECONDS,"
    " 'storage': s.STORAGES['staticfiles']['BACKEND']}))"
)


#: What each connection to PostgreSQL is told besides (ADR 13).
OURS = "-c join_collapse_limit=4 -c jit=off -c random_page_cost=1.1"


def run(code: str, var: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    keep = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("SIGHTLINE_", "DATABASE_URL"))
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        env=keep | {"SIGHTLINE_VAR": str(var)} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def settings(var: Path, **environment: str) -> dict[str, object]:
    done = run(SHOW, var, **environment)
    assert done.returncode == 0, done.stderr
    shown: dict[str, object] = json.loads(done.stdout)
    return shown


def refusal(var: Path, **environment: str) -> str:
    done = run(SHOW, var, **environment)
    assert done.returncode != 0
    return done.stderr.strip().splitlines()[-1]


@pytest.mark.clause("11.1c", facet="pages travel encrypted")
def test_production_is_what_nothing_set_gives(tmp_path: Path) -> None:
    shown = settings(tmp_path)
    assert shown["key"] == ""
    assert shown["hosts"] == []
    assert shown["demonstration"] is False
    assert shown["secure"] is True
    assert shown["hsts"] == 31_536_000
    assert "Manifest" in str(shown["storage"])


def test_server_refuses_to_start_without_a_key(tmp_path: Path) -> None:
    done = run("import sightline.config.wsgi", tmp_path)
    assert done.returncode != 0
    assert "Set SIGHTLINE_SECRET_KEY" in done.stderr


def test_demonstration_makes_its_key_once_and_hides_it(tmp_path: Path) -> None:
    first = settings(tmp_path, SIGHTLINE_DEMONSTRATION="1")
    assert len(str(first["key"])) > 50
    assert settings(tmp_path, SIGHTLINE_DEMONSTRATION="1")["key"] == first["key"]
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


def test_demonstration_is_refused_beside_real_mail(tmp_path: Path) -> None:
    said = refusal(tmp_path, SIGHTLINE_DEMONSTRATION="1", SIGHTLINE_EMAIL_HOST="mail.example.org")
    assert "SIGHTLINE_DEMONSTRATION" in said
    assert "refused where real e-mail is set" in said
    assert settings(tmp_path, SIGHTLINE_DEMONSTRATION="1", SIGHTLINE_EMAIL_HOST="m", SIGHTLINE_DEBUG="1")


@pytest.mark.parametrize("address", ["sightline.example.org", "ftp://sightline.example.org", "https://"])
def test_an_address_that_no_link_could_begin_with_is_refused(tmp_path: Path, address: str) -> None:
    assert "SIGHTLINE_ADDRESS must look like" in refusal(tmp_path, SIGHTLINE_ADDRESS=address)


def test_marked_folder_is_a_demonstration_but_never_for_another_database(tmp_path: Path) -> None:
    (tmp_path / "demonstration").touch()
    assert settings(tmp_path)["demonstration"] is True
    assert settings(tmp_path, DATABASE_URL="postgresql://db/live")["demonstration"] is False
    assert settings(tmp_path, SIGHTLINE_DEMONSTRATION="0")["demonstration"] is False


def test_database_url_is_read_with_its_escapes_and_options(tmp_path: Path) -> None:
    url = "postgresql://sight:p%40ss%2Fword@db.example.org:6432/line?sslmode=verify-full"
    shown = settings(tmp_path, DATABASE_URL=url)
    database = shown["database"]
    assert isinstance(database, dict)
    assert (database["USER"], database["PASSWORD"], database["HOST"], database["PORT"], database["NAME"]) == (
        "sight",
        "p@ss/word",
        "db.example.org",
        "6432",
        "line",
    )
    assert shown["options"] == {"sslmode": "verify-full", "options": OURS}


def test_socket_folder_of_a_database_is_its_host(tmp_path: Path) -> None:
    shown = settings(tmp_path, DATABASE_URL="postgresql://postgres@/line?host=/run/postgresql&port=5433")
    database = shown["database"]
    assert isinstance(database, dict)
    assert (database["HOST"], database["PORT"]) == ("/run/postgresql", "5433")
    assert shown["options"] == {"options": OURS}


def test_what_an_address_asks_of_the_connection_stays(tmp_path: Path) -> None:
    shown = settings(tmp_path, DATABASE_URL="postgresql://db/line?options=-c%20statement_timeout%3D9s")
    assert shown["options"] == {"options": f"{OURS} -c statement_timeout=9s"}


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DATABASE_URL", "mysql://db/line", "DATABASE_URL must look like postgresql://"),
        ("SIGHTLINE_DEBUG", "maybe", "SIGHTLINE_DEBUG must be 1 or 0, not 'maybe'."),
        ("SIGHTLINE_S3_ENDPOINT", "https://s3.example.org", "documents would go into a folder"),
        ("SIGHTLINE_IDLE_MINUTES", "0", "SIGHTLINE_IDLE_MINUTES must be a whole number above 0"),
    ],
)
def test_setting_that_cannot_work_is_named(tmp_path: Path, name: str, value: str, said: str) -> None:
    assert said in refusal(tmp_path, **{name: value})


def test_library_of_buckets_is_loaded_only_where_one_is_named(tmp_path: Path) -> None:
    code = (
        "import sys, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'sightline.config.settings';"
        "from django.core.files.storage import storages;"
        "print(type(storages['documents']).__name__, 'boto3' in sys.modules)"
    )
    assert run(code, tmp_path).stdout == "DocumentFolder False\n"
    assert run(code, tmp_path, SIGHTLINE_S3_BUCKET="papers").stdout == "DocumentBucket True\n"


def test_command_says_a_bad_setting_in_one_sentence(tmp_path: Path) -> None:
    code = "import sys; from sightline.config.cli import main; sys.exit(main(['check']))"
    done = run(code, tmp_path, SIGHTLINE_DEBUG="maybe")
    assert done.returncode == 2
    assert done.stderr == "sightline: SIGHTLINE_DEBUG must be 1 or 0, not 'maybe'.\n"


@pytest.mark.parametrize(
    ("command", "role"),
    [("migrate", "owner"), ("database-roles", "owner"), ("check", "pages"), ("", "pages")],
)
def test_commands_that_change_tables_use_the_maintenance_address(
    tmp_path: Path, command: str, role: str
) -> None:
    code = (
        "from unittest.mock import patch; from sightline.config import cli;\n"
        f"with patch.object(cli, 'execute_from_command_line'): cli.main([{command!r}])\n"
        "from sightline.config import settings; print(settings.DATABASES['default']['USER'])"
    )
    both = {
        "DATABASE_URL": "postgresql://pages@db/line",
        "SIGHTLINE_MAINTENANCE_DATABASE_URL": "postgresql://owner@db/line",
    }
    assert run(code, tmp_path, **both).stdout == f"{role}\n"
    both.pop("SIGHTLINE_MAINTENANCE_DATABASE_URL")
    assert run(code, tmp_path, **both).stdout == "pages\n"


def test_maintenance_address_alone_is_refused(tmp_path: Path) -> None:
    said = refusal(tmp_path, SIGHTLINE_MAINTENANCE_DATABASE_URL="postgresql://owner@db/line")
    assert "DATABASE_URL is not" in said


def test_only_a_demonstration_does_without_a_second_factor(tmp_path: Path) -> None:
    show = "from sightline.config import settings as s; print(s.SIGHTLINE_SECOND_FACTOR)"
    assert "SIGHTLINE_SECOND_FACTOR is 0" in refusal(tmp_path, SIGHTLINE_SECOND_FACTOR="0")
    for given, asked in (
        ({}, "True"),
        ({"SIGHTLINE_DEMONSTRATION": "1"}, "False"),
        ({"SIGHTLINE_DEMONSTRATION": "1", "SIGHTLINE_SECOND_FACTOR": "1"}, "True"),
        ({"SIGHTLINE_DEBUG": "1", "SIGHTLINE_SECOND_FACTOR": "0"}, "False"),
    ):
        assert run(show, tmp_path, **given).stdout.strip() == asked
