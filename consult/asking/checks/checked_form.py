"""A form whose words are read by the two checks before it acts: red flags, then personal data."""

from collections.abc import Collection, Mapping
from typing import Any

from django import forms

from consult.asking.checks.personal_data import Checked, check_answers, fingerprint, redacted
from consult.asking.checks.red_flags import card_keys, unread
from consult.common.forms import TypedCharField
from consult.safety.red_flag import RedFlag


class CheckedForm(forms.Form):
    """It carries along what its sender has read and decided, so nothing has to be stored meanwhile."""

    # The numbers of the red flags whose card was read, joined by commas.
    read = TypedCharField(widget=forms.HiddenInput, required=False)
    # The fingerprint of the words that are to stay as they are.
    kept = TypedCharField(widget=forms.HiddenInput, required=False)

    @property
    def labels(self) -> Mapping[str, Any]:
        """The fields with words, and what each is called."""
        raise NotImplementedError

    def words(self) -> dict[str, str]:
        """Return the words by the name of their field."""
        return {name: self.cleaned_data[name] for name in self.labels}

    def new_words(self) -> dict[str, str]:
        """Return those words that were not stored before: nobody is asked twice about the same."""
        return {
            name: text
            for name, text in self.words().items()
            if self.fields[name].has_changed(self.initial.get(name), text)
        }

    def unread_flags(self) -> list[RedFlag]:
        """Return the red flags in the words whose card was not read yet."""
        read = set(filter(None, str(self.data.get("read", "")).split(",")))
        return unread("\n\n".join(self.words().values()), read)

    def mark_read(self, findings: Collection[RedFlag]) -> None:
        """Sending this form again says that the cards of these red flags were read."""
        read = set(filter(None, str(self.data.get("read", "")).split(",")))
        self.change(read=",".join(sorted({*read, *card_keys(findings)})))

    def personal_data(self) -> list[Checked]:
        """Return what seems to be personal data in new words, unless these very words are to stay."""
        words = self.new_words()
        if self.data.get("kept") == fingerprint(words, self.labels):
            return []
        return check_answers(words, self.labels)

    def keep(self) -> None:
        """The words are to stay as they are."""
        self.change(kept=fingerprint(self.new_words(), self.labels))

    def take_out(self, wanted: str) -> None:
        """Take "all", or the finding "name:start:end", out of the words."""
        self.change(**redacted(self.new_words(), wanted, self.labels))

    def change(self, **changes: Any) -> None:
        """Change some of the data as if it had been sent so, and check it again."""
        data = self.data.copy()  # type: ignore[attr-defined]
        for name, value in changes.items():
            data[name] = value
        self.data = data
        self.full_clean()

    def hidden(self) -> list[tuple[str, str]]:
        """Return every field's name and value as it was sent, for a page in between to send again."""
        return [(name, str(self.data[name])) for name in self.fields if name in self.data]
