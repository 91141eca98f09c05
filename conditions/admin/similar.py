"""The screen where an editor pins, hides and orders the questions that stand beside a question."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conditions.actions.similar import Decision, ListChangedError, arrange_similar
from conditions.models import Neighbour
from conditions.related.lists.read import similar_questions
from conditions.related.reasons.explain import in_words
from consult.desk import access
from consult.models import Question
from consult.question.audit import record_opening


class RowForm(forms.Form):
    """What is wanted of one similar question."""

    choice = forms.ChoiceField(
        label=gettext_lazy("What to do"), choices=Neighbour.Choice.choices, required=False
    )
    place = forms.IntegerField(label=gettext_lazy("Place among the pinned"), required=False, min_value=1)


class AddForm(forms.Form):
    """A question that the engine did not find."""

    add = forms.ModelChoiceField(
        label=gettext_lazy("Pin another question"),
        queryset=Question.objects.none(),
        required=False,
        help_text=gettext_lazy(
            "A published question that the engine did not find. Search by its words or number."
        ),
        error_messages={"invalid_choice": gettext_lazy("Only a published question can be pinned.")},
    )

    def __init__(self, *args: Any, question: Question, admin_site: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["add"]
        field.queryset = Question.objects.public().exclude(pk=question.pk)
        field.widget = AutocompleteSelect(
            Neighbour._meta.get_field("other"), admin_site, choices=field.choices
        )


def similar_view(model_admin: Any, request: HttpRequest, number: int) -> HttpResponse:
    """Show what stands beside the question, with scores and reasons, and store what an editor decides."""
    if not access.may_approve(request):
        raise PermissionDenied
    question = get_object_or_404(Question.objects.for_thread(), pk=number)
    data = request.POST if request.method == "POST" else None
    rows = _rows(question, data)
    add = AddForm(data, question=question, admin_site=model_admin.admin_site)
    if data is not None and _store(request, question, rows, add):
        return HttpResponseRedirect(request.get_full_path())
    record_opening(request, question)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": _("Similar to: %s") % question.title,
        "question": question,
        "rows": rows,
        "shown": {item.question.pk for item in similar_questions(question)},
        "add": add,
        "links": [
            (reverse(f"admin:consult_question_{name}", args=[number]), label)
            for name, label in (("approve", _("Approval")), ("change", _("Doctor's desk")))
        ],
        "state": question.neighbours.state(),
        "media": model_admin.media + add.media,
    }
    return TemplateResponse(request, "admin/conditions/similar.html", context)


def _rows(question: Question, data: Any) -> list[Any]:
    """The list as it is shown and what is hidden from it; each row with its form and its reasons in words."""
    neighbours = question.neighbours.select_related("other", "decided_by")
    rows: list[Any] = [*neighbours.shown(), *neighbours.hidden()]
    for row in rows:
        initial = {"choice": row.choice, "place": row.position}
        row.form = RowForm(data, prefix=f"row-{row.other_id}", initial=initial)
        row.words = in_words(row.reasons)
    return rows


def _store(request: HttpRequest, question: Question, rows: list[Any], add: AddForm) -> bool:
    """Store the decisions; False when something typed is wrong or the list has changed meanwhile."""
    if not all([add.is_valid(), *[row.form.is_valid() for row in rows]]):
        return False
    last = len(rows) + 1
    decisions = [
        Decision(row.other, row.form.cleaned_data["choice"], row.form.cleaned_data["place"] or last)
        for row in rows
    ]
    if chosen := add.cleaned_data["add"]:
        decisions = [decision for decision in decisions if decision.other != chosen]
        decisions.append(Decision(chosen, Neighbour.Choice.PIN, last))
    try:
        seen = request.POST.get("state", "")
        arrange_similar(question=question, decisions=decisions, seen=seen, actor=request.user)
    except ListChangedError:
        messages.error(
            request, _("The list has changed meanwhile. Look at it again; what you chose is kept below.")
        )
        return False
    messages.success(request, _("The list is saved. A rebuild keeps what you pinned and hid."))
    return True
