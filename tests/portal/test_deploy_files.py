"""The files in deploy/ name only commands, options, settings and files that there are.

What runs them (systemd, Docker, nginx) is not here: this reads them as those would.
"""

import configparser
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings as site
from django.core.management import get_commands, load_command_class
from gunicorn.config import Config

DEPLOY = site.BASE_DIR / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/*"))
DOCKERFILE = (DEPLOY / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def unit(path: Path) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=True, interpolation=None, delimiters=["="])
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read_string(path.read_text())
    return found


def words_of(service: dict[str, Any]) -> list[str]:
    command = service.get("command", [])
    return shlex.split(command) if isinstance(command, str) else command


def commands() -> Iterator[tuple[str, list[str]]]:
    """Every command of ours that a file names: of which file, and its words."""
    for path in UNITS:
        if unit(path).has_option("Service", "ExecStart"):
            yield path.name, shlex.split(unit(path)["Service"]["ExecStart"])
    for name, service in SERVICES.items():
        for part in re.split(r" *&& *", " ".join(words_of(service)).removeprefix("sh -c ")):
            if "manage.py" in part:
                yield f"compose {name}", part.split()
    yield "Dockerfile", json.loads(DOCKERFILE.rpartition("CMD ")[2])
    for line in re.findall(r"SECRET_KEY=\S+ (python manage.py [^\\\n]+)", DOCKERFILE):
        yield "Dockerfile", line.split()


COMMANDS = [pytest.param(words, id=f"{where}: {words[2]}") for where, words in commands()]


@pytest.mark.parametrize("words", COMMANDS)
def test_a_command_is_one_of_ours_and_knows_its_options(words: list[str], settings: Any) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # what db_worker works for
    if "manage.py" in words:
        name, *rest = words[words.index("manage.py") + 1 :]
        command = load_command_class(get_commands()[name], name)
        assert command.create_parser("manage.py", name).parse_args(rest)
        return
    assert words[0].endswith("gunicorn")
    told = Config().parser().parse_args(words[1:])
    assert (told.args, told.config) == (["portal.wsgi"], "portal/gunicorn.py")
    assert (site.BASE_DIR / told.config).is_file()


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_a_unit_is_whole(path: Path) -> None:
    found = unit(path)
    if path.suffix == ".timer":
        assert path.with_suffix(".service") in UNITS
        assert found["Install"]["WantedBy"] == "timers.target"
        return
    if path.suffix == ".socket":
        assert found["Socket"]["ListenStream"] in (DEPLOY / "nginx/consilium.conf").read_text()
        assert found["Install"]["WantedBy"] == "sockets.target"
        return
    service = found["Service"]
    folder = "/srv/consilium/next" if path.stem == "consilium-next" else "/srv/consilium/current"
    assert (service["User"], service["WorkingDirectory"]) == ("consilium", folder)
    assert service["ExecStart"].startswith(f"{folder}/.venv/bin/")
    assert (service["UMask"], service["NoNewPrivileges"], service["ProtectSystem"]) == (
        "0077",
        "yes",
        "strict",
    )
    assert "/srv/consilium/var" in service["ReadWritePaths"].split()


def test_the_web_server_is_reloaded_without_stopping() -> None:
    assert unit(DEPLOY / "systemd/consilium.service")["Service"]["ExecReload"] == "/bin/kill -HUP $MAINPID"


def test_both_web_servers_answer_at_one_socket_and_say_when_they_are_ready() -> None:
    names = ("Type", "NotifyAccess", "Sockets", "KillMode")
    for name in ("consilium", "consilium-next"):
        service = unit(DEPLOY / f"systemd/{name}.service")["Service"]
        assert [service[each] for each in names] == ["notify", "all", "consilium.socket", "mixed"]
    assert not unit(DEPLOY / "systemd/consilium-next.service").has_section("Install")


def test_an_update_names_units_and_commands_that_there_are() -> None:
    prepare, switch = ((DEPLOY / name).read_text() for name in ("prepare", "switch"))
    told = re.findall(r"^ *systemctl [\w-]+ (.+)$", switch, re.MULTILINE)
    named = {name for line in told for name in line.split()} - {"consilium.socket"}
    assert named == {"consilium", "consilium-next", "consilium-schedule", "consilium-metrics"}
    assert {f"{name}.service" for name in named} <= {path.name for path in UNITS}
    commands = re.findall(r"manage\.py (\w+)", prepare + switch)
    assert set(commands) <= get_commands().keys()
    made = {"build_encoder", "build_synonyms", "collectstatic"}
    assert made | {"check", "migrate", "rebuild_related"} == set(commands)


def test_containers_set_only_what_the_manual_lists() -> None:
    manual = (site.BASE_DIR / "docs/OPERATIONS.md").read_text().partition("## First installation")[0]
    listed = set(re.findall(r"^\| `([A-Z_]+)`", manual, re.MULTILINE))
    ours = [service for service in SERVICES.values() if service["image"] == "consilium"]
    assert len(ours) == 6
    assert {name for service in ours for name in service["environment"]} <= listed
    named = re.findall(r"# Needs deploy/site.env \(([A-Z_, \n#]+)", (DEPLOY / "compose.yaml").read_text())[0]
    assert set(re.findall(r"[A-Z_]{3,}", named)) - {"POSTGRES_PASSWORD"} <= listed


def test_containers_name_only_each_other_and_files_that_there_are() -> None:
    for service in SERVICES.values():
        assert set(service.get("depends_on", [])) <= SERVICES.keys()
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            there = source in COMPOSE["volumes"] or source == "./tls" or (DEPLOY / source).is_file()
            assert there, source
    address = SERVICES["web"]["environment"]["DATABASE_URL"]
    assert re.findall(r"@(\w+):", address) == ["database"]
    assert SERVICES["web"]["environment"]["CACHE_URL"] == "redis://cache:6379"
    assert "set $site http://web:8000;" in (DEPLOY / "nginx/compose.conf").read_text()


def test_the_image_is_made_of_files_that_there_are_and_are_not_ignored() -> None:
    copied = re.findall(r"^COPY (\S+) ", DOCKERFILE, re.MULTILINE)
    assert [name for name in copied if not (site.BASE_DIR / name).exists()] == []
    kept = re.findall(r"^!(\S+)", (DEPLOY / "Dockerfile.dockerignore").read_text(), re.MULTILINE)
    assert sorted(kept) == sorted(copied)
    apps = {name.partition(".")[0] for name in site.INSTALLED_APPS if (site.BASE_DIR / name).is_dir()}
    assert apps <= set(copied)


@pytest.mark.parametrize("name", ["consilium.conf", "compose.conf"])
def test_nginx_says_what_the_site_believes_and_logs_no_address(name: str) -> None:
    text = (DEPLOY / "nginx" / name).read_text()
    assert dict(re.findall(r"proxy_set_header (\S+) (\S+);", text)) == {
        "Host": "$host",
        "X-Forwarded-Proto": "$scheme",
        "X-Forwarded-For": "$remote_addr",
        "X-Request-ID": "$request_id",
    }
    assert set(re.findall(r"access_log (\S+);", text)) == {"off"}
    assert {line.split()[-1] for line in re.findall(r"error_log (.+);", text)} == {"crit"}


def test_the_cache_of_nginx_stays_small_and_keeps_no_static_files() -> None:
    text = (DEPLOY / "nginx/consilium.conf").read_text()
    sizes = re.findall(r"proxy_cache_path /run/\S+ .*max_size=(\d+)m min_free=(\d+)m", text)
    assert [(int(most) <= 32, int(left) >= 32) for most, left in sizes] == [(True, True)]
    assert (
        "proxy_cache"
        not in re.findall(rf"location /{site.STATIC_URL.strip('/')}/ {{(.+?)}}", text, re.DOTALL)[0]
    )
    # Said once for all locations: one that named a header of its own would lose the others.
    assert "proxy_set_header" not in text.partition("location")[2]


def test_the_list_names_every_file() -> None:
    text = (DEPLOY / "README.md").read_text()
    rows = re.findall(r"^\| (.+?) \|", text, re.MULTILINE)
    listed = {name for row in rows for name in re.findall(r"`(.+?)`", row)}
    known = {each.rpartition("/")[2] for each in listed} | {"consilium-backup.timer", "README.md"}
    there = {path.name for path in DEPLOY.rglob("*") if path.is_file()}
    assert there - known == {"Dockerfile.dockerignore"}
