"""`manage.py import_reference_page FILE [--by USERNAME] [--look] [--over]`: a Markdown file as a draft."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conditions.actions.markdown import import_markdown
from conditions.markdown.look import page_of, preview_markdown
from conditions.markdown.read import MarkdownError
from consult.importing.command import staff_member


class Command(BaseCommand):
    """Makes a draft; never changes what readers see."""

    help = "Stores a Markdown file, as export_reference_page writes it, as the draft of its page, or begins a page."

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, --by, --look, --over."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--by", metavar="USERNAME", help="the sign-in of the member of staff who answers for it"
        )
        parser.add_argument("--reason", default="", help="why, in a few words: readers are told")
        parser.add_argument("--look", action="store_true", help="only say what would change")
        parser.add_argument(
            "--over",
            action="store_true",
            help="lay a file without a line “state:” over a draft that is under way",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what changes, and store it."""
        author = staff_member(options["by"])
        try:
            text = options["file"].read_text(encoding="utf-8-sig")
            page = page_of(text)
            found = preview_markdown(text=text, page=page, over=options["over"])
            for node in found.changes:
                self.stdout.write(f"{node.name}: {node.kind}")
                for change in node.changes:
                    self.stdout.write(f"  {change.label}: {change.old!r} -> {change.new!r}")
            for problem in found.problems:
                self.stderr.write(problem)
            if not options["look"]:
                saved = import_markdown(
                    text=text, page=page, author=author, reason=options["reason"], over=options["over"]
                )
                self.stdout.write(f"Stored as draft {saved.pk}." if saved else "It says what readers see.")
        except (OSError, UnicodeDecodeError, MarkdownError) as error:
            raise CommandError(str(error)) from error
