"""The two separate consents on the last page."""

from collections.abc import Mapping
from typing import Any

from crispy_forms.layout import HTML
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from consult.abuse.trap import TrappedForm, trap
from consult.asking.forms.base import patient_helper
from consult.models import ConsentWording
from consult.models.consent import ConsentKind

ASKED = (ConsentKind.ANSWER, ConsentKind.PUBLISH)


class SendForm(TrappedForm):
    """Agree, and send.  Each box stands for one version of its wording."""

    answer = forms.BooleanField(
        required=False,
    )
    publish = forms.BooleanField(required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.wordings: Mapping[str, ConsentWording] = ConsentWording.objects.current()
        for kind in ASKED:
            self.fields[kind].label = self.wordings[kind].text
            self.fields[kind].widget.attrs["value"] = str(self.wordings[kind].pk)
        self.fields["publish"].help_text = _("This is your choice. You get your answer either way.")
        intro = HTML('{% include "consult/asking/answers.html" %}')
        self.helper = patient_helper(intro, "answer", "publish", trap(), button=_("Send my question"))
        self.helper.form_id = "send-form"

    def _agreed(self, kind: str) -> bool:
        """Whether this box is ticked; an older wording than the present one is sent back to be read."""
        value = self.data.get(self.add_prefix(kind), "")
        if value and value != str(self.wordings[kind].pk):
            raise ValidationError(
                _("We have changed these words. Please read them again, then tick the box.")
            )
        return bool(value)

    def clean_answer(self) -> bool:
        """No doctor may read the question without this consent."""
        if not self._agreed(ConsentKind.ANSWER):
            raise ValidationError(_("Tick this box so that a doctor may read and answer your question."))
        return True

    def clean_publish(self) -> bool:
        """Publication is the patient's choice."""
        return self._agreed(ConsentKind.PUBLISH)

    def agreed_wordings(self) -> list[ConsentWording]:
        """Return the wordings of the ticked boxes."""
        return [self.wordings[kind] for kind in ASKED if self.cleaned_data.get(kind)]
