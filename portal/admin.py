"""Assembles the admin from both apps: registers every class, and joins what consult may not know of."""

from typing import Any

import allauth.account.admin
import allauth.mfa.admin
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext_lazy as _

from conditions.admin.cause_panel import CausePanel
from conditions.admin.causes import CauseAdmin
from conditions.admin.changed_references import PassageAdmin, changed_references
from conditions.admin.names import NameAdmin
from conditions.admin.pages import ReferencePageAdmin
from conditions.admin.similar import similar_view
from conditions.admin.tables import CategoryAdmin, DeflectionAdmin, SourceAdmin
from conditions.models import Category, Cause, ConditionName, Deflection, Passage, ReferencePage, Source
from consult.desk.admin.consents import ConsentWordingAdmin
from consult.desk.admin.moderation import OutboxMessageAdmin, PageReportAdmin
from consult.desk.admin.questions import QuestionAdmin
from consult.desk.admin.read_only import AuditEntryAdmin, HelpfulVoteAdmin, TombstoneAdmin
from consult.desk.admin.red_flags import RedFlagRuleAdmin
from consult.desk.admin.rule_changes import RuleChangeAdmin
from consult.desk.admin.snippets import SnippetAdmin
from consult.desk.admin.staffing import AbsenceAdmin, ClaimAdmin, OnCallAdmin
from consult.desk.admin.suspicions import SuspicionAdmin
from consult.desk.admin.tables import SpecialtyAdmin, TopicAdmin
from consult.models import (
    AuditEntry,
    Claim,
    ConsentWording,
    Doctor,
    HelpfulVote,
    OutboxMessage,
    PageReport,
    Question,
    RedFlagRule,
    RuleChange,
    Snippet,
    Specialty,
    Suspicion,
    Tombstone,
    Topic,
)
from consult.models.staffing import Absence, OnCall
from portal.models import SitePage
from portal.site_page_admin import SitePageAdmin
from portal.staff_admin import GroupsAdmin, PeopleAdmin, SecondFactorAdmin, StaffAdmin


@admin.register(Question)
class DeskAdmin(QuestionAdmin):
    """The desk, with the causes that the engine proposes and the similar questions that it found."""

    reply_panels = (CausePanel,)
    desk_parts = (changed_references,)
    approval_links = (("consult_question_similar", _("Similar questions")),)

    def get_urls(self) -> list[Any]:
        """The screen of similar questions before the desk's addresses."""
        view = self.admin_site.admin_view(self.similar_view)
        return [path("<int:number>/similar/", view, name="consult_question_similar"), *super().get_urls()]

    def similar_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Pin, hide and order similar questions."""
        return similar_view(self, request, number)


admin.site.register(Specialty, SpecialtyAdmin)
admin.site.register(Topic, TopicAdmin)
admin.site.register(Doctor, PeopleAdmin)
admin.site.register(Snippet, SnippetAdmin)
admin.site.register(Absence, AbsenceAdmin)
admin.site.register(OnCall, OnCallAdmin)
admin.site.register(Claim, ClaimAdmin)
admin.site.register(ConsentWording, ConsentWordingAdmin)
admin.site.register(RedFlagRule, RedFlagRuleAdmin)
admin.site.register(RuleChange, RuleChangeAdmin)
admin.site.register(PageReport, PageReportAdmin)
admin.site.register(Suspicion, SuspicionAdmin)
admin.site.register(OutboxMessage, OutboxMessageAdmin)
admin.site.register(HelpfulVote, HelpfulVoteAdmin)
admin.site.register(AuditEntry, AuditEntryAdmin)
admin.site.register(Tombstone, TombstoneAdmin)

admin.site.register(Category, CategoryAdmin)
admin.site.register(ReferencePage, ReferencePageAdmin)
admin.site.register(Cause, CauseAdmin)
admin.site.register(ConditionName, NameAdmin)
admin.site.register(Source, SourceAdmin)
admin.site.register(Passage, PassageAdmin)
admin.site.register(Deflection, DeflectionAdmin)

admin.site.register(SitePage, SitePageAdmin)

# Other apps bring their own: with passwords that an administrator would set, and with the secrets of second factors.
for model in (User, Group, allauth.mfa.admin.Authenticator, allauth.account.admin.EmailAddress):
    admin.site.unregister(model)
admin.site.register(User, StaffAdmin)
admin.site.register(Group, GroupsAdmin)
admin.site.register(allauth.mfa.admin.Authenticator, SecondFactorAdmin)
