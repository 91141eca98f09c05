"""How another app adds a part to the reply form without consult knowing it."""

from typing import Any, Protocol

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.forms import Media

from consult.models import Question, Reply


class ReplyPanel(Protocol):
    """A part of the reply form: made with (question, reply or None, POST data or None, admin site)."""

    template: str
    # Shown beside the patient's words: similar cases.
    side_template: str
    name: str
    form: Any
    media: Media

    def __init__(self, question: Question, reply: Reply | None, data: Any, admin_site: Any) -> None: ...

    def shown(self) -> dict[str, Any]:
        """What readers would see of what is ticked, as the template of a reply takes it."""

    def warning_signs(self) -> dict[str, list[str]]:
        """Lines for the safety net, from what is ticked, by its key."""

    def newly_ticked(self) -> set[str]:
        """The keys of what is ticked and not stored as ticked."""

    def has_changed(self) -> bool:
        """Whether something is ticked or trimmed otherwise than it is stored."""

    def is_valid(self) -> bool:
        """Whether what was ticked can be stored."""

    def save(self, reply: Reply, actor: AbstractBaseUser | AnonymousUser) -> None:
        """Store it for the saved reply, inside the caller's transaction."""

    def prepare(self, reply: Reply) -> None:
        """Get ready what is shown when this draft is opened the next time."""

    def publish(self, reply: Reply) -> None:
        """The reply has just been published."""

    def waiting_choice(self) -> Any:
        """What waits with a correction of the reply until an editor approves it, as JSON."""

    @staticmethod
    def apply(reply: Reply, stored: Any, actor: AbstractBaseUser | AnonymousUser) -> None:
        """Store what waited: the correction has just been approved."""
