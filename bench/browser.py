"""What a first visit costs in a real browser: requests, kilobytes, largest contentful paint, layout shift.

    python -m bench.browser [--visits 5] [--write] [--chromium PATH]

A demo site of its own, served by gunicorn; Chromium without a cache, at the width of a telephone and of a desk, over a
line of 1.6 Mbit/s with 150 ms to the server and back (as Lighthouse takes for a telephone).  Ends with an error where a
page is larger than 40 KB or shifts by more than 0.01.  Needs `make encoder var/static/collected`.
"""

import argparse
import os
import shutil
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, sync_playwright

from bench.live_site import LiveSite, work_folder
from bench.report import taken, write

SITE = """
import io, json
from django.core.management import call_command
from conditions.models import ReferencePage
from consult.models import Question
call_command("seed_demo", stdout=io.StringIO())
thread = Question.objects.public().filter(replies__cause_links__isnull=False).order_by("pk").first()
print(json.dumps({"home": "/", "thread": thread.get_absolute_url(), "list of questions": "/questions/",
    "reference page": ReferencePage.objects.public().order_by("pk").first().get_absolute_url(),
    "search": "/search/?q=numb+cheek", "asking": "/ask/who/"}))
"""
WIDTHS = {390: 844, 1280: 900}
LINE = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
MOST_BYTES, MOST_SHIFT = 40_000, 0.01
WATCH = """
window.seen = {paint: 0, what: "", shift: 0};
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  seen.paint = entry.startTime;
  seen.what = entry.element ? entry.element.tagName.toLowerCase() : "";
})).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(entry => {
  if (!entry.hadRecentInput) seen.shift += entry.value;
})).observe({type: "layout-shift", buffered: true});
"""


@dataclass
class Visit:
    """What the first visits of one page at one width cost."""

    paints: list[float] = field(default_factory=list)
    shifts: list[float] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    requests: int = 0
    largest: str = ""

    @property
    def is_good(self) -> bool:
        """Within the goals that do not depend on the machine."""
        return max(self.sizes) <= MOST_BYTES and max(self.shifts) <= MOST_SHIFT


def visit(browser: Browser, address: str, width: int, seen: Visit) -> None:
    """Open the page once, with nothing in the cache."""
    context = browser.new_context(viewport={"width": width, "height": WIDTHS[width]}, locale="en-GB")
    context.add_init_script(WATCH)
    page = context.new_page()
    line = context.new_cdp_session(page)
    sizes: list[float] = []
    line.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    page.goto(address, wait_until="networkidle")
    page.wait_for_timeout(300)  # what shifts late
    found: dict[str, Any] = page.evaluate("window.seen")
    context.close()
    seen.paints.append(found["paint"])
    seen.shifts.append(found["shift"])
    seen.sizes.append(int(sum(sizes)))
    seen.requests, seen.largest = len(sizes), found["what"]


def table(visits: dict[tuple[str, int], Visit]) -> Iterator[str]:
    """A row for each page and width."""
    yield "| page | width | requests | first load | largest contentful paint | which is | layout shift |"
    yield "| --- | ---: | ---: | ---: | ---: | --- | ---: |"
    for (name, width), seen in visits.items():
        yield (
            f"| {name} | {width} | {seen.requests} | {max(seen.sizes) / 1_000:.1f} KB "
            f"| {statistics.median(seen.paints):,.0f} ms | {seen.largest} | {max(seen.shifts):.3f} |"
        )


def main() -> None:
    """Make the site, visit in turns, print, and write into the document."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--visits", type=int, default=5)
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM") or shutil.which("chromium"))
    parser.add_argument("--write", action="store_true", help="the table into docs/PERFORMANCE.md")
    options = parser.parse_args()
    folder = work_folder()
    site = LiveSite(folder / "site")
    site.environment["DEMO"] = "1"
    try:
        pages = site.prepare(SITE)
        site.start()
        visits = {(name, width): Visit() for name in pages for width in WIDTHS}
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
            for _turn in range(options.visits):
                for (name, width), seen in visits.items():
                    visit(browser, site.address + pages[name], width, seen)
            browser.close()
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)
    lines = [*table(visits), "", f"Median of {options.visits} visits. {taken('python -m bench.browser')}"]
    print("\n".join(lines))
    if options.write:
        write("browser", lines)
    sys.exit(not all(seen.is_good for seen in visits.values()))


if __name__ == "__main__":
    main()
