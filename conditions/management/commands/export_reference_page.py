"""`manage.py export_reference_page ADDRESS [--draft]`: a reference page as a Markdown file, on standard output."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conditions.markdown.write import page_as_markdown
from conditions.models import ReferencePage
from conditions.revisions.state import open_revision, opened_with, state_of_page


class Command(BaseCommand):
    """Writes one page."""

    help = "Writes a reference page as a Markdown file, for import_reference_page."

    def add_arguments(self, parser: CommandParser) -> None:
        """The address, and --draft."""
        parser.add_argument("address", help="the last part of the page's address")
        parser.add_argument("--draft", action="store_true", help="the draft on its way, not what readers see")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        page = ReferencePage.objects.filter(slug=options["address"]).first()
        if page is None:
            raise CommandError(f"No page has the address {options['address']}.")
        draft = open_revision(page) if options["draft"] else None
        text = page_as_markdown(opened_with(page, draft), state_of_page(page, draft))
        self.stdout.write(text, ending="")
