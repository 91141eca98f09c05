"""How fast the engine makes its whole index anew, and with how much memory: python -m bench.rebuild

Rebuilds the index of the present settings (bench/grow.py fills one), everything anew, inside this process.  The goal is
30 questions and causes a second on two idle cores, that is 67 ms of processor time for each, at most 500 MB, and a sign
of life every second.  With --stop-after it stops after so many seconds and goes on, to show what is done twice.
"""

import argparse
import os
import resource
import time
from collections.abc import Callable
from dataclasses import dataclass, field


class StoppedError(Exception):
    """Raised in the middle of a rebuild, as if it had been killed."""


@dataclass
class Watch:
    """What a rebuild reported: processor time and number by step, and its longest silence."""

    stop_at: float = float("inf")
    steps: dict[str, tuple[int, float]] = field(default_factory=dict)
    silence: float = 0.0
    heard: float = field(default_factory=time.perf_counter)
    worked: float = field(default_factory=time.process_time)

    def report(self, step: str, done: int, _total: int) -> None:
        """Called by the rebuild."""
        now, worked = time.perf_counter(), time.process_time()
        self.silence, self.heard = max(self.silence, now - self.heard), now
        spent = self.steps.get(step, (0, 0.0))[1] + worked - self.worked
        self.steps[step], self.worked = (done, spent), worked
        if now > self.stop_at:
            raise StoppedError


def main() -> None:
    """Rebuild, and print a table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--stop-after", type=float, help="seconds")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/PERFORMANCE.md")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django

    django.setup()
    from conditions.related.upkeep.rebuild import rebuild_all

    lines = []
    if options.stop_after:
        first = Watch(stop_at=time.perf_counter() + options.stop_after)
        lines += timed(first, lambda: rebuild_all(first.report, full=True), "stopped")
    watch = Watch()
    # What was stopped in the middle goes on without `full`: what is done is not done again.
    lines += timed(watch, lambda: rebuild_all(watch.report, full=not options.stop_after), "whole")
    print("\n".join(lines))
    if options.write:
        from bench.report import taken, write

        write("rebuild", [*lines, taken("python -m bench.rebuild")])


def timed(watch: Watch, rebuild: Callable[[], None], name: str) -> list[str]:
    """Run it; the lines that tell what it took."""
    from conditions.models import IndexEntry

    began, worked = time.perf_counter(), time.process_time()
    try:
        rebuild()
    except StoppedError:
        name += ", in the middle"
    took, spent = time.perf_counter() - began, time.process_time() - worked
    made = IndexEntry.objects.count()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    return [
        f"| {name} | done | processor time | for each |",
        "| --- | ---: | ---: | ---: |",
        *(
            f"| {step} | {done:,} | {seconds:.1f} s | {1_000 * seconds / max(1, done):.1f} ms |"
            for step, (done, seconds) in watch.steps.items()
        ),
        f"| all entries | {made:,} | {spent:.1f} s | {1_000 * spent / max(1, made):.1f} ms |",
        "",
        f"{took:.0f} s on the clock ({made / took:.0f} a second), longest silence {watch.silence:.1f} s, "
        f"at most {memory:.0f} MB.",
        "",
    ]


if __name__ == "__main__":
    main()
