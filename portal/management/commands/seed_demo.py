"""`manage.py seed_demo`: the demo site."""

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from portal.demo import pages, people, sign_ins, site_pages, snippets, threads
from portal.demo.content import DemoContentError
from portal.demo.index import indexed_afterwards
from portal.figures.keep import keep_totals


class Command(BaseCommand):
    """Loads what is missing of the demo site.  Safe to run twice; what staff have edited stays as it is."""

    help = "Loads the demo site: invented doctors, threads and reference pages. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and tell who can sign in."""
        if not sign_ins.are_allowed():
            self.stderr.write("Not a demo site, so nothing is added. DEMO=1 in .env makes it one.")
            return
        try:
            specialties = people.load_specialties()
            doctors = people.load_doctors()
            if settings.DEMO:
                site_pages.fill_in_pages()
            accounts = sign_ins.create_sign_ins()
            snippets.load_snippets()
            editor = get_user_model().objects.filter(username="demo-editor").first()
            with indexed_afterwards():
                loaded_pages = pages.load_pages()
                loaded_threads = threads.load_threads(editor=editor)
        except DemoContentError as error:
            raise CommandError(str(error)) from error
        keep_totals()
        self.stdout.write(
            f"Demo site: {specialties} specialties, {doctors} doctors, {loaded_pages} reference pages "
            f"and {loaded_threads} threads added."
        )
        for account in accounts:
            self.stdout.write(f"Sign in as {account.role}: {account.username} / {account.password}")
