"""What the doctor's desk shows: the question, what was written about it, and the form of each button."""

from typing import Any

from django.forms import Media
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from consult.common.row_ids import sent_number
from consult.desk import access
from consult.desk.conflicts import Conflict, Difference, changes_since, differences
from consult.desk.conversation import conversation, messages_of
from consult.desk.decline import reasons_for
from consult.desk.forms import AskForm, DeclineForm, FollowUpForm, ReferForm, ReplyForm
from consult.desk.read_along import specialties_for
from consult.desk.screen import Screen, errors_in
from consult.desk.team.panel import TeamPanel
from consult.desk.unsent import as_sent, read_unsent
from consult.models import DeskDraft, FollowUp, Question, Reply, Snippet
from consult.models.examination import READY_TEXTS
from consult.models.reply import lines_of
from consult.question.corrections import with_corrections
from consult.question.locking import StaleVersionError

# The buttons that check and store the reply first of all.
STORES_REPLY = ("draft", "preview", "publish", "save")


class DeskScreen(Screen):
    """What one person sees of one question; all its forms stand in one HTML form."""

    template = "admin/consult/question/desk.html"

    def __init__(self, model_admin: Any, request: HttpRequest, question: Question) -> None:
        super().__init__(model_admin, request, question)
        self.doctor = access.doctor_of(request)
        self.can_reply = access.may_reply(request)
        self.can_approve = access.may_approve(request)
        self.all_specialties = specialties_for(self.doctor)
        self.replies = self._read_replies()
        self.reply = self._reply_to_edit()
        self.pressed = ""
        self.is_prefilled = False
        self.unsent: DeskDraft | None = None
        if request.method != "POST":
            self._bring_back()
        self._read_messages()
        self._build_forms()

    def _bring_back(self) -> None:
        """Put what was typed and not sent back into the form."""
        draft = read_unsent(self.question, self.request.user)
        data = as_sent(draft, self.reply) if draft else None
        if data is not None:
            self.unsent, self.data = draft, data

    @property
    def panel_data(self) -> Any:
        """What was ticked in the panels; None when nothing was sent for them."""
        return self.data if self.data is not None and "text" in self.data else None

    def _read_replies(self) -> list[Reply]:
        """The replies in their newest words."""
        return with_corrections(
            list(self.question.replies.select_related("doctor", "specialty", "correction"))
        )

    def _reply_to_edit(self) -> Reply | None:
        """The reply named in the address, or else the doctor's own draft, or else none yet."""
        wanted = self.request.GET.get("reply", "")
        for reply in self.replies:
            own = self.doctor is not None and reply.doctor_id == self.doctor.pk
            if wanted == str(reply.pk) and (own or self.can_approve):
                return reply
            if not wanted and own and self.can_reply and not reply.is_published:
                return reply
        return None

    @property
    def is_public(self) -> bool:
        """Whether strangers read the reply that is being changed."""
        return bool(self.reply and self.reply.approved_at and self.question.state.is_public)

    def _build_forms(self, pressed: str = "") -> None:
        """Bind the form of the pressed button; the others only keep what was typed."""
        self.reply_form = self.reply_form_for(
            bind=pressed in STORES_REPLY,
            publishing=pressed == "publish" or bool(self.reply and self.reply.is_published),
        )
        self.ask_form = AskForm(**self._bound(pressed == "ask"))
        self.decline_form = DeclineForm(level=self.question.danger_level, **self._bound(pressed == "decline"))
        self.team = TeamPanel(
            question=self.question,
            doctor=self.doctor,
            specialties=self.all_specialties,
            can_reply=self.can_reply,
            may_share=access.may_share_out(self.request),
            pressed=pressed,
            bound=self._bound,
        )
        self.refer_form = ReferForm(
            **self._bound(pressed == "refer"), question=self.question, specialties=self.all_specialties
        )
        self.followup_forms = {
            followup.pk: FollowUpForm(
                followup=followup,
                **self._bound(pressed == f"followup-{followup.pk}", f"followup-{followup.pk}-"),
            )
            for followup in self.followups
            if followup.kind == followup.Kind.FOLLOW_UP and followup.answered_at is None
        }

    @cached_property
    def panels(self) -> list[Any]:
        """The parts of other apps; made once, as they ask the engine."""
        return [
            panel(self.question, self.reply, self.panel_data, self.admin.admin_site)
            for panel in self.admin.reply_panels
            if self.can_reply or self.reply
        ]

    def _fill_examination(self) -> None:
        """Where the doctor only says that an examination is needed, and how soon, the reply is the ready text."""
        assert self.data is not None
        ready = READY_TEXTS.get(self.data.get("examination", ""))
        if ready and not self.data.get("text", "").strip():
            self.data["text"] = str(ready)

    def _fill_safety_net(self, panels: list[Any]) -> None:
        """Add the warning signs of what is newly ticked where they are missing; of all that is, to an empty one.

        Each is offered once: what its doctor took out or changed stays so.
        """
        assert self.data is not None
        typed, offered = str(self.data.get("safety_net", "")), self.net_of.split()
        there = lines_of(typed)
        signs = {key: lines for panel in panels for key, lines in panel.warning_signs().items()}
        wanted = (
            {key for panel in panels for key in panel.newly_ticked()} - set(offered) if there else set(signs)
        )
        lines = dict.fromkeys(line for key in signs if key in wanted for line in signs[key])
        added = [line for line in lines if line not in there]
        self.data["net_of"] = " ".join(dict.fromkeys([*offered, *signs]))
        if added:
            self.data["safety_net"] = "\n".join([typed.rstrip(), *added] if there else added)
            self.is_prefilled = True

    @property
    def net_of(self) -> str:
        """The keys of what has had its warning signs offered in this form."""
        return str(self.data.get("net_of", "")) if self.data is not None else ""

    def reply_form_for(self, *, bind: bool, publishing: bool = False) -> ReplyForm:
        """The form of the reply; the one that is published must have no gaps."""
        return ReplyForm(
            **self._bound(bind),
            instance=self.reply or Reply(question=self.question, doctor=self.doctor),
            question=self.question,
            doctor=self.doctor,
            specialties=self.all_specialties,
            publishing=publishing,
            prefilled=self.is_prefilled,
        )

    def _bound(self, bind: bool, prefix: str = "") -> dict[str, Any]:
        """Arguments of a form: the posted data to check, or only to show again."""
        if self.data is None:
            return {}
        if bind:
            return {"data": self.data}
        typed = {
            key.removeprefix(prefix): value for key, value in self.data.items() if key.startswith(prefix)
        }
        return {"initial": typed}

    def prepare(self, action: str) -> None:
        """Bind the form of the pressed button."""
        self.pressed = action
        if action in STORES_REPLY:
            self._fill_examination()
            # The engine is asked here, before the transaction, in which SQLite lets nobody else write.
            self._fill_safety_net(self.panels)
        self._build_forms(action)

    def show_conflict(self, error: StaleVersionError) -> None:
        """Keep what was typed, show what stands, and let the next press go through knowingly."""
        assert self.data is not None
        current = error.current
        if isinstance(current, Reply):
            [current] = with_corrections([current])
            self.conflict = Conflict(
                _("This reply was saved in another window or by somebody else."),
                differences(self.reply_form_for(bind=True), current),
            )
            self.data["reply_version"] = str(current.version)
        elif isinstance(current, Question):
            seen = self.question_version() or 0
            self.conflict = Conflict(
                _("The question changed while you were writing. Read it again before you send."),
                changes_since(current, seen),
            )
            self.data["question_version"] = str(current.version)
            self.question.refresh_from_db()
        elif isinstance(current, FollowUp):
            typed = self.data.get(f"followup-{current.pk}-answer", "")
            self.conflict = Conflict(
                _("Somebody has answered this message meanwhile. Yours was not sent."),
                [Difference(_("Answer"), current.answer, typed, _("Yours"))],
            )
        self._read_anew()

    def _read_anew(self) -> None:
        """Show what stands by now, and let the hidden fields say that this person has seen it."""
        self.replies = self._read_replies()
        own = self.reply.pk if self.reply else None
        self.reply = next((reply for reply in self.replies if reply.pk == own), self.reply)
        self._read_messages()
        self._build_forms(self.pressed)

    def _read_messages(self) -> None:
        """The messages that doctors see, and which of them this person may answer now."""
        self.followups = messages_of(self.question, self.doctor if self.can_reply else None)
        self.answerable = {message.pk for message in self.followups if message.is_owed}

    @property
    def message_to_answer(self) -> FollowUp | None:
        """The newest message that this doctor may answer now, unless a reply is being written."""
        is_writing = self.reply is not None or bool(self.data and self.data.get("text", "").strip())
        offered = [message for message in self.followups if message.pk in self.answerable]
        return offered[-1] if offered and not is_writing else None

    def _offered_forms(self) -> dict[int, FollowUpForm]:
        """The forms of the messages that this doctor may answer now."""
        return {pk: form for pk, form in self.followup_forms.items() if pk in self.answerable}

    def _is_reply_begun(self) -> bool:
        """Whether the form of the reply holds anything: one to change, words, or something wrong in them."""
        typed = bool(self.data is not None and self.data.get("text", "").strip())
        return bool(self.reply or self.unsent or typed or self.reply_form.errors)

    def _snippets(self) -> list[Snippet]:
        """The ready-made words of this doctor and of the specialties that the reply may be given under."""
        if not (self.doctor and self.can_reply):
            return []
        return list(Snippet.objects.at_desk(self.doctor, [pk for pk, _name in self.specialties]))

    @property
    def specialties(self) -> list[tuple[int, str]]:
        """What the reply may be given under."""
        return list(self.reply_form.fields["specialty"].choices)  # type: ignore[attr-defined]

    def question_version(self) -> int | None:
        """The version of the question that was on the screen."""
        return sent_number(self.request.POST.get("question_version", ""))

    def context(self) -> dict[str, Any]:
        """Everything that the template shows."""
        for reply in self.replies:
            own = self.doctor is not None and reply.doctor_id == self.doctor.pk
            reply.can_edit = own or self.can_approve  # type: ignore[attr-defined]
        exchanges = conversation(self.question, self.followups, self._offered_forms())
        # A message that waits for its answer stands where one writes, above a reply that nobody asked for.
        answering = [exchange for exchange in exchanges if exchange.form and self.can_reply]
        return {
            **super().context(),
            "title": self.question.title,
            "desk": self,
            "replies": self.replies,
            "may_look": self.can_reply or self.can_approve,
            "claim": self.team.claim,
            "conversation": [exchange for exchange in exchanges if exchange not in answering],
            "answering": answering,
            "is_reply_begun": self._is_reply_begun(),
            "snippets": self._snippets(),
            "decline_reasons": [
                {"code": code, "label": reason.label, "text": reason.text}
                for code, reason in reasons_for(self.question.danger_level).items()
            ],
            "errors": errors_in(
                [
                    self.reply_form,
                    self.ask_form,
                    self.decline_form,
                    self.refer_form,
                    *self.followup_forms.values(),
                    *self.team.forms,
                    *(panel.form for panel in self.panels),
                ]
            ),
            "media": self.admin.media + self.reply_form.media + _panel_media(self.panels),
        }


def _panel_media(panels: list[Any]) -> Any:
    """The scripts and styles of the panels."""
    return sum((panel.media for panel in panels), Media())
