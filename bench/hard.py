"""Everything that tries to break the site, one after the other, with one table of each.

    python -m bench.hard [--only routes fuzz faults flood soak] [--fuzz 100000] [--posts 10000] [--minutes 60]
                         [--seconds 8] [--write]

First `faults` alone, since it counts what comes in time.  Then `soak` beside the others: these take one core, and what
a soak looks for (memory, tables, errors) does not get better by that.  --write puts the tables of the parts that ended
well into docs/SECURITY.md and docs/PERFORMANCE.md; what each part printed stands in var/hard/.
Ends with 1 when a part did.  Needs `make encoder var/static/collected`.
"""

import argparse
import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from threading import Lock

from bench.live_site import ROOT
from bench.report import taken, write

KEPT = ROOT / "var" / "hard"
TESTS = "tests/portal"
WIDTH = 120
PARTS = ("routes", "fuzz", "faults", "flood", "soak")
WRITING = Lock()


def commands(options: argparse.Namespace) -> dict[str, tuple[dict[str, str], list[str]]]:
    """Of each part, what it has in its environment and how it is called."""
    pytest = ["-m", "pytest", "-q", "-s", "--no-header", "--tb=short", "--timeout", "0"]
    return {
        "routes": ({"EVERY_METHOD": "1"}, [*pytest, f"{TESTS}/roles/test_every_route.py"]),
        "fuzz": ({"FUZZ_REQUESTS": str(options.fuzz)}, [*pytest, f"{TESTS}/attacks/test_fuzz.py"]),
        "faults": ({}, ["-m", "bench.faults", "--seconds", f"{options.seconds:g}"]),
        "flood": ({}, ["-m", "bench.flood", "--posts", str(options.posts)]),
        "soak": ({}, ["-m", "bench.soak", "--minutes", f"{options.minutes:g}"]),
    }


def run(name: str, options: argparse.Namespace) -> bool:
    """Run one part and write its table down; whether all was well."""
    environment, arguments = commands(options)[name]
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    (KEPT / f"{name}.log").write_text(done.stdout + done.stderr, encoding="utf-8")
    minutes = (time.monotonic() - began) / 60
    said = " ".join([*(f"{key}={value}" for key, value in environment.items()), "python", *arguments])
    ended = f"{taken(said)} It took {minutes:.0f} minutes and ended with {done.returncode}."
    lines = [*told(done.stdout), "", *textwrap.wrap(ended, WIDTH, break_on_hyphens=False)]
    print("\n".join(["", f"## {name}", "", *lines]), flush=True)
    is_well = done.returncode == 0
    if options.write and is_well:
        put_down(name, lines)
    elif options.write:
        print(f"Not written: {name} ended with {done.returncode}, see {KEPT / name}.log.", flush=True)
    return is_well


def told(printed: str) -> list[str]:
    """What is to be read of what a part printed: up to where pytest tells of itself, wrapped."""
    lines: list[str] = []
    for line in printed.strip().splitlines():
        if line.startswith(("_____", "=====")) or " passed in " in line:
            break
        if line and not line.strip(".F "):  # pytest's own signs
            continue
        if lines and lines[-1].startswith("|") and line and not line.startswith("|"):
            lines.append("")  # or it would be a row
        lines += [line] if line.startswith("|") or not line else textwrap.wrap(line, WIDTH)
    return lines


def put_down(name: str, lines: Iterable[str]) -> None:
    """Into the document that tells of it; two parts end beside each other, and may be told of in the same one."""
    with WRITING:
        match name:
            case "routes":
                write("routes", lines)
            case "fuzz":
                write("fuzz", lines)
            case "faults":
                write("faults", lines)
            case "flood":
                write("flood", lines)
            case "soak":
                write("soak", lines)
            case _:
                raise LookupError(f"No document tells of {name}.")


def main() -> int:
    """Run the parts; 1 when one was not well."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    parser.add_argument("--fuzz", type=int, default=100_000, help="hostile requests")
    parser.add_argument("--posts", type=int, default=10_000, help="posts of the flood")
    parser.add_argument("--minutes", type=float, default=60, help="of the soak")
    parser.add_argument("--seconds", type=float, default=8, help="of each fault")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    KEPT.mkdir(parents=True, exist_ok=True)
    is_well = [run(name, options) for name in ("faults",) if name in options.only]

    def one_by_one(*names: str) -> list[bool]:
        return [run(name, options) for name in names if name in options.only]

    with ThreadPoolExecutor(2) as pool:
        beside = [pool.submit(one_by_one, "soak"), pool.submit(one_by_one, "routes", "fuzz", "flood")]
        is_well += [each for part in beside for each in part.result()]
    return 0 if all(is_well) else 1


if __name__ == "__main__":
    sys.exit(main())
