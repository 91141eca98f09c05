"""Says what pip-audit found, that it reached nobody, or that it failed: by itself it ends the last two alike, or well.

python locks/advisories.py pip-audit --format json ...
"""

import json
import re
import subprocess
import sys
from enum import IntEnum


class Outcome(IntEnum):
    """How the command ends."""

    WELL = 0
    WEAK = 1
    UNREACHED = 2
    FAILED = 3


_UNREACHED = re.compile(
    r"requests\.exceptions\.\w*(?:Connection|Timeout|Proxy|SSL)\w*:|Could not connect|not redirecting"
)


def report(found: str, said: str = "") -> tuple[str, Outcome]:
    """What to print of pip-audit's JSON and of what it said beside, and how to end."""
    try:
        packages = json.loads(found)["dependencies"]
    except (ValueError, KeyError):
        if _UNREACHED.search(said):
            return "The advisories could not be reached from here.", Outcome.UNREACHED
        return f"pip-audit failed.\n{said.strip()}", Outcome.FAILED
    asked = [package for package in packages if "vulns" in package]
    if not asked:
        # What stands in for PyPI, a mirror say, knows no package's advisories.
        return "The advisories could not be reached from here.", Outcome.UNREACHED
    lines = [
        f"{package['name']} {package['version']}: {weakness['id']}, mended in "
        f"{', '.join(weakness['fix_versions']) or 'no release yet'}"
        for package in asked
        for weakness in package["vulns"]
    ]
    outcome = Outcome.WEAK if lines else Outcome.WELL
    lines.append(f"{len(asked)} packages asked about, {len(lines)} known weaknesses.")
    if len(asked) < len(packages):
        lines.append(f"{len(packages) - len(asked)} packages are unknown there and were not asked about.")
    return "\n".join(lines), outcome


if __name__ == "__main__":
    done = subprocess.run(sys.argv[1:], capture_output=True, text=True, check=False)  # noqa: S603  (the Makefile's)
    text, outcome = report(done.stdout, done.stderr)
    print(text)
    sys.exit(outcome)
