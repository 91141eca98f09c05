"""The short form on which a reply is scored."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from consult.common.forms import TypedCharField
from consult.desk.forms import rows
from consult.models.quality import ITEMS, QualityReview, Score


class ScoreForm(forms.Form):
    """One choice for each item, and a remark for the doctor."""

    use_required_attribute = False

    remark = TypedCharField(
        label=_("What the doctor should know (optional)"),
        help_text=_("The doctor reads it, without your name."),
        max_length=QualityReview.LONGEST,
        required=False,
        widget=rows(3),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for column, label in ITEMS.items():
            self.fields[column] = forms.TypedChoiceField(
                label=label,
                choices=Score,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    # The summary above the form says these one below the other.
                    code: format_lazy(_("“{item}”: choose one of the three."), item=label)
                    for code in ("required", "invalid_choice")
                },
            )
        self.order_fields([*ITEMS, "remark"])

    def scores(self) -> dict[str, int]:
        """What the valid form says, by column."""
        return {column: self.cleaned_data[column] for column in ITEMS}
