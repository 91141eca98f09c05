"""A skipped test fails the run in CI, and nowhere else."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

SKIPS = {
    "a test": "@pytest.mark.skip(reason='too slow')\ndef test_a(): ...",
    "a condition": "@pytest.mark.skipif(True, reason='too slow')\ndef test_a(): ...",
    "within a test": "def test_a(): pytest.skip('too slow')",
    "a file": "pytest.skip('too slow', allow_module_level=True)",
}


def run(path: Path, ci: str) -> "subprocess.CompletedProcess[str]":
    """Run pytest with nothing but the plugin."""
    command = [
        "-m",
        "pytest",
        "-p",
        "tests.no_skips",
        "-c",
        os.devnull,
        "--rootdir",
        str(path.parent),
        str(path),
    ]
    env = {**os.environ, "CI": ci, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1", "PYTEST_ADDOPTS": ""}
    return subprocess.run(
        [sys.executable, *command],
        env=env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("where", SKIPS)
def test_a_skip_fails_the_run_in_ci(where: str, tmp_path: Path) -> None:
    path = tmp_path / "test_some.py"
    path.write_text(f"import pytest\n\n{SKIPS[where]}\n\ndef test_b(): ...\n")
    assert run(path, ci="").returncode in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
    in_ci = run(path, ci="true")
    assert in_ci.returncode not in (0, pytest.ExitCode.NO_TESTS_COLLECTED)
    assert "CI=true, and this was skipped: " in in_ci.stdout
    assert "too slow" in in_ci.stdout


def test_a_failure_that_is_expected_is_no_skip(tmp_path: Path) -> None:
    path = tmp_path / "test_some.py"
    path.write_text("import pytest\n\n@pytest.mark.xfail\ndef test_a(): assert False\n")
    assert run(path, ci="true").returncode == 0
