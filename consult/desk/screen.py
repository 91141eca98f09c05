"""What the screens on which a question is worked on have in common: one HTML form with several buttons."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from consult.desk.actions.claim import SharingError
from consult.desk.conflicts import Conflict
from consult.models import Question
from consult.models.status import TransitionError
from consult.question.actions.publication import NotPublishableError
from consult.question.audit import record_opening
from consult.question.locking import StaleVersionError


class Screen:
    """One question before one person, with several buttons."""

    template = ""
    # What carries out the button NAME, or NAME-NUMBER; None says that something typed is wrong.
    buttons: ClassVar[Mapping[str, Callable[[Any], HttpResponse | None]]] = {}

    def __init__(self, model_admin: Any, request: HttpRequest, question: Question) -> None:
        self.admin, self.request, self.question = model_admin, request, question
        self.data = request.POST.copy() if request.method == "POST" else None
        self.conflict: Conflict | None = None

    def respond(self) -> HttpResponse:
        """Carry out the button that was pressed; else, or when something is wrong with it, show the screen."""
        done = self.act(self.request.POST.get("action", "")) if self.request.method == "POST" else None
        if done is not None:
            return done
        record_opening(self.request, self.question)
        return TemplateResponse(self.request, self.template, self.context())

    def act(self, action: str) -> HttpResponse | None:
        """Carry out a button in one transaction; None means: show the screen again, with what is wrong."""
        self.prepare(action)
        button = self.buttons.get(action.partition("-")[0])
        if button is None:
            return None
        try:
            with transaction.atomic():
                return button(self)
        except StaleVersionError as error:
            self.show_conflict(error)
        except NotPublishableError as error:
            messages.error(self.request, str(error))
        except SharingError as error:
            messages.error(self.request, error.not_done)
        except TransitionError:
            self.question.refresh_from_db()
            text = _("Not done: the question has become “%s”. Your text is kept below.")
            messages.error(self.request, text % self.question.get_status_display())
        return None

    def prepare(self, action: str) -> None:
        """Bind the forms of the button that was pressed."""

    def show_conflict(self, error: StaleVersionError) -> None:
        """Set `conflict`, and let the next press of the button go through knowingly."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """Everything that the template shows."""
        rows = self.question.red_flags.worst_first().select_related("followup", "looked_by")
        red_flags = list(rows) if getattr(self.question, "has_red_flags", True) else []
        return {
            **self.admin.admin_site.each_context(self.request),
            "opts": self.admin.opts,
            "question": self.question,
            "red_flags": red_flags,
            "has_unlooked": any(finding.looked_at is None for finding in red_flags),
        }

    def stay(self, text: str) -> HttpResponse:
        """Say so on the same screen."""
        messages.success(self.request, text)
        return HttpResponseRedirect(self.request.get_full_path())

    def stay_unchanged(self, text: str) -> HttpResponse:
        """Say on the same screen that the button had nothing to do."""
        messages.info(self.request, text)
        return HttpResponseRedirect(self.request.get_full_path())

    def go_on(self, text: str, *, queue: str, following: Question | None, screen: str) -> HttpResponse:
        """Say so on the list of the queue, with a link to the `screen` of the question that comes next."""
        if following is not None:
            address = reverse(f"admin:{screen}", args=[following.pk])
            text = format_html(
                '{} {} <a href="{}"><bdi>{}</bdi></a>', text, _("Next:"), address, following.title
            )
        messages.success(self.request, text)
        return redirect(reverse("admin:consult_question_changelist") + f"?queue={queue}")


def errors_in(bound: Iterable[forms.BaseForm]) -> list[tuple[str, str]]:
    """Return (id of the field, what is wrong) of each error, for the summary above the form."""
    return [
        (form[name].id_for_label if name in form.fields else "", str(error))
        for form in bound
        if form.is_bound
        for name, errors in form.errors.items()
        for error in errors
    ]
