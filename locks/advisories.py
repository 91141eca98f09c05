"""Says what pip-audit found, and says it when it could ask nobody: by itself it then ends as if all were well.

pip-audit --format json ... | python locks/advisories.py
"""

import json
import sys


def report(found: str) -> tuple[str, bool]:
    """What to print of pip-audit's JSON, and whether something has to be done."""
    try:
        packages = json.loads(found)["dependencies"]
    except (ValueError, KeyError):
        return "Skipped: the advisories cannot be reached from here.", False
    asked = [package for package in packages if "vulns" in package]
    if not asked:
        return "Skipped: the advisories cannot be reached from here.", False
    lines = [
        f"{package['name']} {package['version']}: {weakness['id']}, mended in "
        f"{', '.join(weakness['fix_versions']) or 'no release yet'}"
        for package in asked
        for weakness in package["vulns"]
    ]
    known = bool(lines)
    lines.append(f"{len(asked)} packages asked about, {len(lines)} known weaknesses.")
    if len(asked) < len(packages):
        lines.append(f"{len(packages) - len(asked)} packages are unknown there and were not asked about.")
    return "\n".join(lines), known


if __name__ == "__main__":
    text, known = report(sys.stdin.read())
    print(text)
    sys.exit(known)
