"""How long the longest reference pages of a file are on a phone: their height at 390 px, folded and opened.

    python -m bench.page_heights PAGES.jsonl [--count 10] [--chromium PATH]

Starts a site of its own, brings in three times as many of the longest rows of the file, and opens those that take
longest to read.  Needs `make encoder var/static/collected`.
"""

import argparse
import json
import os
import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.live_site import LiveSite, work_folder

ROWS = """
import json
from django.core.management import call_command
from conditions.models import ReferencePage
from conditions.tree import page_tree
call_command("import_reference_pages", {file!r}, publish=True, verbosity=0)
pages = sorted(ReferencePage.objects.public(), key=lambda page: -page_tree(page).reading_minutes)[:{count}]
print()
print(json.dumps({{page.title: page.get_absolute_url() for page in pages}}))
"""
HEIGHT = "document.documentElement.scrollHeight"
OPEN = "document.querySelectorAll('details').forEach(fold => { fold.open = true; })"


def length(row: str) -> int:
    """How much a row of the file tells."""
    return sum(len(section["text"]) for section in json.loads(row)["sections"])


def main() -> None:
    """Make the site, and measure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--chromium", default=os.environ.get("CHROMIUM") or shutil.which("chromium"))
    options = parser.parse_args()
    folder = work_folder()
    longest = sorted(options.file.read_text(encoding="utf-8").splitlines(), key=length)[-3 * options.count :]
    (folder / "pages.jsonl").write_text("\n".join(longest) + "\n", encoding="utf-8")
    site = LiveSite(folder, workers=1)
    try:
        site.prepare()
        rows = ROWS.format(file=str(folder / "pages.jsonl"), count=options.count)
        pages = json.loads(site.manage("shell", "-v", "0", "-c", rows).splitlines()[-1])
        site.start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
            page = browser.new_page(viewport={"width": 390, "height": 844})
            for title, address in pages.items():
                page.goto(site.address + address)
                folded = page.evaluate(HEIGHT)
                page.evaluate(OPEN)
                print(f"{folded:7,} px folded  {page.evaluate(HEIGHT):7,} px opened  {title}", flush=True)
            browser.close()
    finally:
        site.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
