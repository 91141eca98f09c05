"""What an editor may change before a question becomes public, and what the buttons of the screen ask for."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.utils.html import format_html
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedCharField, TypedMeta
from consult.desk.admin.versions import marked
from consult.models import FollowUp, Question, Topic
from consult.models.question_fields import STAFF_EDITS, Part, of_part


class ApprovalForm(forms.ModelForm[Question]):
    """The words and labels of a question as an editor may change them."""

    use_required_attribute = False

    seen_version = forms.IntegerField(widget=forms.HiddenInput)
    change_reason = TypedCharField(
        label=_("Why you changed it"),
        max_length=100,
        required=False,
        help_text=_("Kept in the history. Do not repeat what you removed."),
    )
    hold_reason = TypedCharField(
        label=_("Why it is held back"),
        max_length=200,
        required=False,
        help_text=_("For staff only."),
    )
    names_read = forms.BooleanField(
        label=_("I have read the names repeated in the replies and messages. They may be public."),
        required=False,
    )
    erase_number = TypedCharField(
        label=_("Type the number of the question to confirm"),
        max_length=20,
        required=False,
    )
    show_followups = forms.ModelMultipleChoiceField(
        label=_("Follow-ups that are published too"),
        queryset=FollowUp.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta(TypedMeta):
        model = Question
        fields = [field.column_name for field in STAFF_EDITS]
        widgets = {
            "body": forms.Textarea(attrs={"rows": 10}),
            "began": forms.TextInput(attrs={"size": 60}),
            "tried": forms.Textarea(attrs={"rows": 3}),
            "seen": forms.Textarea(attrs={"rows": 2}),
            "wants": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, admin_site: Any, messages: list[FollowUp], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["seen_version"].initial = self.instance.version
        topics: Any = self.fields["topics"]
        topics.queryset = Topic.objects.select_related("specialty")
        topics.widget = AutocompleteSelectMultiple(
            Question._meta.get_field("topics"), admin_site, choices=topics.choices
        )
        shown: Any = self.fields["show_followups"]
        shown.queryset = self.instance.followups.answered()
        # As a list, with what is read already: the field itself would ask the database again.
        shown.choices = [(row.pk, _message(row)) for row in messages]
        shown.initial = [row.pk for row in messages if row.is_public]

    def _of(self, *parts: Part) -> list[forms.BoundField]:
        """The fields of these parts of the question."""
        return [self[name] for name in of_part(STAFF_EDITS, *parts)]

    def words(self) -> list[forms.BoundField]:
        """What the patient wrote."""
        return self._of(Part.WORDS)

    def person(self) -> list[forms.BoundField]:
        """Who asks, as far as it is told."""
        return self._of(Part.NAME, Part.PERSON)

    def filing(self) -> list[forms.BoundField]:
        """Where it is filed."""
        return self._of(Part.FILING)

    def words_changed(self) -> bool:
        """Whether anything of the question itself differs from what stands."""
        return any(name in self._meta.fields for name in self.changed_data)  # type: ignore[operator]


def _message(followup: FollowUp) -> str:
    """A follow-up with its answer: both become public.  Of a corrected one, what goes and what comes."""
    name = format_html("<strong>{}:</strong>", followup.name)
    if followup.is_undecided:
        badge = _("not decided yet")
        name = format_html(
            '<strong>{}</strong> <span class="badge badge-waiting">{}</span>', followup.name, badge
        )
    if not followup.new_answer:
        return format_html(
            "{} {}<br><strong>{}</strong> {}",
            name,
            followup.text,
            format_lazy(_("Answer of {name}:"), name=followup.doctor),
            followup.answer,
        )
    answer = marked(followup.answer, followup.new_answer)
    return format_html(
        "{} {}<br><strong>{}</strong> {}<br><strong>{}</strong> {}",
        name,
        followup.text,
        format_lazy(_("Answer of {name}, corrected:"), name=followup.doctor),
        followup.new_answer,
        _("What changes:"),
        answer,
    )
