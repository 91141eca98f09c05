"""`manage.py build_encoder`: make the language model from the pinned wheel."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conditions.related.encoder import build
from conditions.related.encoder.encoder import EncoderSettings, encoder_problem, reset_encoder
from consult.language.transformer import manifest
from consult.safety.classifier import build as classifier
from consult.safety.classifier.model import reset_classifier


class Command(BaseCommand):
    """Builds the model when it is not there yet; quick and harmless to run again."""

    help = "Builds the language model of the related-question engine from the installed weights."
    requires_system_checks: list[str] = []  # one of them would warn that the model is missing

    def add_arguments(self, parser: CommandParser) -> None:
        """--force rebuilds a model that is whole."""
        parser.add_argument("--force", action="store_true", help="build again even when the model is whole")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, then load it once to be sure."""
        self._build_classifier(force=options["force"])
        directory = EncoderSettings.current().path
        if build.is_built(directory) and not options["force"]:
            self.stdout.write(f"The language model in {directory} is whole: nothing to do.")
            return
        try:
            build.build(directory)
        except manifest.ModelError as problem:
            raise CommandError(str(problem)) from problem
        reset_encoder()
        if problem_found := encoder_problem():
            raise CommandError(problem_found)
        self.stdout.write(f"Built the language model in {directory}.")

    def _build_classifier(self, *, force: bool) -> None:
        """The classifier of red flags is made from the same weights."""
        directory = Path(settings.RED_FLAG_CLASSIFIER_PATH)
        if not settings.RED_FLAG_CLASSIFIER or (classifier.is_built(directory) and not force):
            return
        try:
            classifier.build(directory)
        except manifest.ModelError as problem:
            raise CommandError(str(problem)) from problem
        reset_classifier()
