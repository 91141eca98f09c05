"""Proposed changes of red flag rules: what would differ, what the rule would fire on, and the decision."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from consult.desk.actions import rules
from consult.desk.admin.read_only import ReadOnlyAdmin
from consult.desk.admin.versions import Change, marked
from consult.models import RedFlagRule, RuleChange
from consult.models.safety import Danger, RedFlagKind
from consult.question.audit import record_openings
from consult.safety.dry_run import dry_run

DECIDES = "consult.decide_rule_change"
_WORDS = {"kind": dict(RedFlagKind.choices), "danger": dict(Danger.choices), True: _("yes"), False: _("no")}


class LineChange(Change):
    """One field of a rule; a list of phrases is compared line by line."""

    @property
    def marked(self) -> SafeString:
        """What went and what came, each phrase on a line of its own; words for what is no list."""
        old, new = self.old.splitlines(), self.new.splitlines()
        if max(len(old), len(new)) < 2:
            return marked(self.old, self.new)
        gone, come = [line for line in old if line not in new], [line for line in new if line not in old]
        lines = [format_html("<del>{}</del>", line) for line in gone]
        lines += [format_html("<ins>{}</ins>", line) for line in come]
        return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines))


class RuleChangeAdmin(ReadOnlyAdmin):
    """What waits for a second person, and what was decided."""

    list_display = [
        "name",
        "kind",
        "state",
        "reason",
        "proposed_by",
        "proposed_at",
        "decided_by",
        "decided_at",
    ]
    list_display_links = ["name"]
    list_filter = ["state", "kind"]
    list_select_related = ["rule", "proposed_by", "decided_by"]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show one proposal; decide it."""
        change = self.get_object(request, object_id)
        if change is None:
            raise Http404
        if not self.has_view_permission(request, change):
            raise PermissionDenied
        if request.method == "POST":
            self._act(request, change)
            return redirect("admin:consult_rulechange_change", change.pk)
        return TemplateResponse(
            request, "admin/consult/rulechange/decide.html", self._context(request, change)
        )

    def _context(self, request: HttpRequest, change: RuleChange) -> dict[str, Any]:
        """The proposal with its differences; the marked words only for who may read questions."""
        proposed, is_own = change.proposed_rule(), change.proposed_by == request.user
        reads = request.user.has_perm("consult.view_question")
        tried = RedFlagRule(exceptions="") if change.kind == RuleChange.Kind.RETIRE else proposed
        saved = change.rule if change.rule and change.rule.is_active else None
        examples = dry_run(tried, saved) if change.is_open and reads else None
        record_openings(request, [row.question for row in examples.rows] if examples else [])
        return {
            **self.admin_site.each_context(request),
            "title": str(change),
            "opts": self.opts,
            "change": change,
            "differences": differences(change),
            "examples": examples,
            "is_own": is_own,
            "may_decide": change.is_open and not is_own and request.user.has_perm(DECIDES),
        }

    def _act(self, request: HttpRequest, change: RuleChange) -> None:
        """Do what the pressed button says, or say why not."""
        wanted = request.POST.get("decision", "")
        if wanted != "withdraw" and not request.user.has_perm(DECIDES):
            raise PermissionDenied
        try:
            if wanted == "put_in_force":
                rules.put_in_force(change=change, seen=request.POST.get("seen", ""), actor=request.user)
                messages.success(request, _("In force. A clinician has to sign the rule as it stands now."))
            elif wanted == "reject":
                reason = request.POST.get("reason", "").strip()[:200]
                rules.reject_change(change=change, reason=reason, actor=request.user)
            elif wanted == "try_again":
                rules.try_again(change=change, actor=request.user)
            elif wanted == "withdraw":
                rules.withdraw_change(change=change, actor=request.user)
        except rules.RuleChangeError as error:
            messages.error(request, str(error))


def differences(change: RuleChange) -> list[Change]:
    """What differs from the rule as it stands, field by field; of a new rule everything."""
    standing = change.rule if change.is_open else None
    found: list[Change] = []
    for name, value in change.values.items():
        old = getattr(standing, name) if standing else ""
        if _words(name, old) != _words(name, value):
            label = str(RedFlagRule._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            found.append(LineChange(label, _words(name, old), _words(name, value)))
    return found


def _words(name: str, value: Any) -> str:
    """A value as people read it."""
    if isinstance(value, bool):
        return str(_WORDS[value])
    return str(_WORDS.get(name, {}).get(value, value)).strip()  # type: ignore[attr-defined]
