"""What is installed is named by the locks, each file by its hash, and the locks say what the readable lists say."""

import json
import re
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from locks.advisories import Outcome, report

ROOT: Path = settings.BASE_DIR
LISTS = ("requirements.txt", "requirements-dev.txt", "requirements-supply.txt")


def direct(name: str) -> dict[str, str]:
    """Name and version of each line of a readable list."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / name).read_text().splitlines()]
    found = [Requirement(line) for line in lines if line and not line.startswith("-")]
    return {canonicalize_name(each.name): str(each.specifier) for each in found}


def locked(name: str) -> dict[str, tuple[Requirement, list[str]]]:
    """Each package of a lock with the hashes of its files."""
    blocks = re.split(r"\n(?=[a-z0-9])", (ROOT / "locks" / name).read_text())
    found: dict[str, tuple[Requirement, list[str]]] = {}
    for block in blocks[1:]:
        requirement = Requirement(block.partition(" \\")[0])
        found[canonicalize_name(requirement.name)] = requirement, re.findall(r"sha256:([0-9a-f]{64})", block)
    return found


@pytest.mark.parametrize("name", LISTS)
def test_a_lock_says_what_its_list_says(name: str) -> None:
    rows = locked(name)
    assert {each: str(rows[each][0].specifier) for each in direct(name)} == direct(name), "run `make lock`"


@pytest.mark.parametrize("name", LISTS)
def test_every_package_has_hashes_and_comes_from_no_named_host(name: str) -> None:
    assert {each for each, (_requirement, hashes) in locked(name).items() if not hashes} == set()
    for path in (ROOT / name, ROOT / "locks" / name):
        assert [
            line for line in path.read_text().splitlines() if "://" in line or line.startswith("--")
        ] == []


def test_tests_run_with_the_packages_that_a_site_runs_with() -> None:
    run, dev = locked("requirements.txt"), locked("requirements-dev.txt")
    assert {name: dev[name] for name in run} == run


def test_the_licences_of_all_that_runs_are_listed() -> None:
    rows = re.findall(
        r"^\| ([\w.-]+) +\| ([\w.]+) +\| (.+?) +\|$", (ROOT / "docs/LICENCES.md").read_text(), re.M
    )
    listed = {canonicalize_name(name): number for name, number, _licence in rows if name != "Name"}
    wanted = {
        name: str(each.specifier)[2:]
        for name, (each, _hashes) in locked("requirements.txt").items()
        if each.marker is None or each.marker.evaluate()
    }
    model = re.findall(r"^([\w-]+)==([\d.]+) --hash", (ROOT / "requirements-model.txt").read_text(), re.M)
    assert listed == {**wanted, **dict(model)}, "run `make licences`"
    assert {name: version(name) for name in wanted} == wanted


def found(*packages: Any) -> str:
    return json.dumps({"dependencies": packages, "fixes": []})


def test_the_scan_says_what_is_weak_and_what_it_could_not_ask() -> None:
    weak = {"name": "nh3", "version": "0.1", "vulns": [{"id": "X-1", "fix_versions": ["0.2"]}]}
    well, unasked = {"name": "idna", "version": "3", "vulns": []}, {"name": "own", "skip_reason": "not found"}
    assert report(found(well)) == ("1 packages asked about, 0 known weaknesses.", Outcome.WELL)
    assert report(found(weak, well, unasked)) == (
        "nh3 0.1: X-1, mended in 0.2\n2 packages asked about, 1 known weaknesses.\n"
        "1 packages are unknown there and were not asked about.",
        Outcome.WEAK,
    )


PROXY = "Traceback:\n  raise ProxyError(e)\nrequests.exceptions.ProxyError: HTTPSConnectionPool: Max retries exceeded"
UNREACHED = ("The advisories could not be reached from here.", Outcome.UNREACHED)


@pytest.mark.parametrize(
    ("scan", "said", "outcome"),
    [
        ("", PROXY, UNREACHED),
        ("", "ERROR:pip_audit._cli:Could not connect to PyPI's vulnerability feed", UNREACHED),
        (found({"name": "own", "skip_reason": "not found"}), "No known vulnerabilities found", UNREACHED),
        ("", "ERROR: a hash differs\n", ("pip-audit failed.\nERROR: a hash differs", Outcome.FAILED)),
        ("{}", "", ("pip-audit failed.\n", Outcome.FAILED)),
    ],
)
def test_a_scan_that_reached_nobody_is_told_from_one_that_failed(
    scan: str, said: str, outcome: tuple[str, Outcome]
) -> None:
    assert report(scan, said) == outcome
