"""Sign-ins of staff: an administrator invites by e-mail, and never knows anybody's password."""

from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _

from consult.common.email_address import clean_email
from consult.common.forms import TypedMeta
from consult.desk.admin.read_only import ReadOnlyAdmin
from consult.desk.admin.tables import DoctorAdmin
from consult.models import Doctor
from portal.models import StaffSession
from portal.sign_in_log import tell_done
from portal.staff_sessions import end_sessions

IN_WORDS = {
    "groups": (
        _("Groups"),
        _(
            "Doctors reply, moderators approve threads and look after reports, mail and rules, editors keep the pages, "
            "clinical reviewers sign the red flag rules and score replies, heads of service read the figures, "
            "administrators invite, enter licences, erase and delete. A person can be several."
        ),
    ),
    "is_active": (_("Active"), _("Take it away from who leaves; the history keeps their name.")),
    "is_superuser": (_("Superuser"), _("May do everything. Only a superuser makes another.")),
}


CHANGED: dict[str, Callable[[User], str]] = {
    "username": lambda user: "Name of the account changed",
    "email": lambda user: "Address of the account changed",
    "is_active": lambda user: "Account opened" if user.is_active else "Account closed",
    "groups": lambda user: "Groups of the account changed",
    "is_superuser": lambda user: "Superuser made" if user.is_superuser else "Superuser unmade",
}
"""What the log says when an administrator changes one of these."""

ACCOUNT = {"app": "allauth.account"}
# An unlocked computer is not enough to hand an account over.
asks_who_it_is = method_decorator(reauthentication_required(allow_get=True, **ACCOUNT))


@reauthentication_required(**ACCOUNT)  # type: ignore[untyped-decorator]  # allauth has no types
def ask_who_it_is(request: HttpRequest) -> None:
    """Inside a view: ask for the password unless it was typed just now; what was done so far is taken back."""


class AskedAdmin(admin.ModelAdmin[Any]):
    """A table of people or of how they sign in: whatever deletes or changes several asks for the password first."""

    @asks_who_it_is
    def delete_view(self, *args: Any, **kwargs: Any) -> Any:
        """One is deleted."""
        return super().delete_view(*args, **kwargs)

    @asks_who_it_is
    def changelist_view(self, *args: Any, **kwargs: Any) -> Any:
        """What the list does with several: delete, invite, sign out."""
        return super().changelist_view(*args, **kwargs)


class AddressMixin(forms.ModelForm[User]):
    """The address of a sign-in in its one form."""

    def clean_email(self) -> str:
        """An address by which only this person signs in; an old sign-in may have none."""
        email = clean_email(self.cleaned_data["email"]) if self.cleaned_data["email"] else ""
        if email and User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Somebody signs in with this address already."))
        return email


class StaffForm(AddressMixin, UserChangeForm[User]):
    """A sign-in whose facts change."""

    class Meta(TypedMeta, UserChangeForm.Meta):
        pass


class InviteForm(AddressMixin):
    """Who is invited, and what for."""

    class Meta(TypedMeta):
        model = User
        fields = ["username", "first_name", "last_name", "email", "groups"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].required = True
        self.fields["email"].help_text = _(
            "The invitation goes there: a link by which they choose a password."
        )


class StaffAdmin(AskedAdmin, UserAdmin[User]):
    """Who may sign in, and as what."""

    form: Any = StaffForm
    add_form: Any = InviteForm
    add_form_template = None
    add_fieldsets: Any = [(None, {"fields": InviteForm.Meta.fields})]
    fieldsets = [
        (None, {"fields": ["username", "password", "first_name", "last_name", "email"]}),
        (_("What they may do"), {"fields": ["is_active", "groups", "is_superuser"]}),
        (_("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    readonly_fields = ["last_login", "date_joined"]
    list_display = ["username", "full_name", "email", "roles", "second_factor", "is_active", "last_login"]
    list_filter = ["groups", "is_active", "is_superuser"]
    actions = ["invite_again", "sign_out"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """Sign-ins with their groups, and whether they have a second factor."""
        found: QuerySet[User] = super().get_queryset(request).prefetch_related("groups")
        return found.annotate(has_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """In plain words; groups are few: one tick box each."""
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        formfield = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in IN_WORDS and formfield:
            formfield.label, formfield.help_text = IN_WORDS[db_field.name]
        return formfield

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Nobody makes a superuser, himself above all, who is none."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.is_superuser else [*fields, "is_superuser"]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Superusers are changed by superusers: a new address or password would hand over all that they may do."""
        return super().has_change_permission(request, obj) and _is_in_reach(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """As for changing."""
        return super().has_delete_permission(request, obj) and _is_in_reach(request, obj)

    @asks_who_it_is
    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        """An address, a right or an invitation opens a door: the password is asked for first."""
        return super().changeform_view(*args, **kwargs)

    # Before the form: a password that is typed does not wait in the session.
    @method_decorator(reauthentication_required(**ACCOUNT))
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> Any:
        """As for any change, and before the form is shown; the log says when it was stored."""
        password = User.objects.filter(pk=unquote(id)).values_list("password", flat=True)
        before = password.first()
        answer = super().user_change_password(request, id, form_url)
        if request.method == "POST" and password.first() != before:
            tell_done("Password set by an administrator", request, int(unquote(id)))
        return answer

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: Any = None) -> HttpResponse:
        """Back to the list: nothing is left to fill in."""
        return admin.ModelAdmin.response_add(self, request, obj, post_url_continue)

    @admin.action(description=_("Sign out on every device"), permissions=["change"])
    def sign_out(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """End their sessions; of superusers only by superusers."""
        people = [user for user in queryset if _is_in_reach(request, user)]
        count = end_sessions(sessions=StaffSession.objects.filter(user__in=people), actor=request.user)
        tell_done("Signed out on every device", request, *(user.pk for user in people))
        self.message_user(request, _("Sessions ended: %d.") % count)

    @admin.display(description=_("name"), ordering="last_name")
    def full_name(self, user: User) -> str:
        """First and last name."""
        return user.get_full_name()

    @admin.display(description=_("groups"))
    def roles(self, user: User) -> str:
        """The groups, in one line."""
        names = [group.name for group in user.groups.all()]
        return ", ".join([*([str(_("Superuser"))] if user.is_superuser else []), *names])

    @admin.display(description=_("second factor"), boolean=True)
    def second_factor(self, user: Any) -> bool:
        """Whether an authenticator app is connected."""
        return bool(user.has_factor)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new sign-in is of staff, and has no password until its owner chooses one."""
        if not change:
            obj.is_staff = True
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Invite who is new; what of a sign-in was changed stands in the log."""
        super().save_related(request, form, formsets, change)
        if not change:
            tell_done("Account added", request, form.instance.pk)
            self._invite(request, form.instance)
        for field in form.changed_data if change else ():
            if field in CHANGED:
                tell_done(CHANGED[field](form.instance), request, form.instance.pk)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Delete a sign-in, and say so in the log."""
        number = obj.pk
        super().delete_model(request, obj)
        tell_done("Account deleted", request, number)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """As one by one; the list has asked whether each may be deleted."""
        for user in queryset:
            self.delete_model(request, user)

    @admin.action(description=_("Send the invitation again"), permissions=["change"])
    def invite_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Invite who has lost the mail."""
        for user in queryset.filter(is_active=True):
            self._invite(request, user)

    def _invite(self, request: HttpRequest, user: User) -> None:
        """Mail a link by which a password is chosen; only an address that nobody can mail is refused here."""
        key = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        address = settings.SITE_URL + reverse("account_reset_password_from_key", kwargs=key)
        context = {
            "user": user,
            "address": address,
            "sign_in": settings.SITE_URL + reverse("admin:index"),
            "SITE_NAME": settings.SITE_NAME,
        }
        try:
            get_adapter(request).send_mail("account/email/invitation", clean_email(user.email), context)
        except forms.ValidationError:
            text = _("The invitation to %s could not be sent: nobody can mail this address.")
            self.message_user(request, text % user.email, messages.WARNING)
        else:
            self.message_user(request, _("An invitation is on its way to %s.") % user.email)


def _is_in_reach(request: HttpRequest, user: User | None) -> bool:
    """Whether this person stands above the sign-in, or beside it."""
    return user is None or not user.is_superuser or bool(request.user.is_superuser)


class SecondFactorAdmin(AskedAdmin, ReadOnlyAdmin):
    """Second factors: removed for who has lost the telephone; what they keep secret is not shown."""

    list_display = ["user", "type", "created_at", "last_used_at"]
    list_select_related = ["user"]
    search_fields = ["user__username", "user__email"]
    fields = ["user", "type", "created_at", "last_used_at"]

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        """Remove it, and say so in the log: without it a password is enough."""
        super().delete_model(request, obj)
        tell_done("Second factor removed", request, obj.user_id)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Administrators; the person signs in with the password and connects a new app."""
        allowed = admin.ModelAdmin.has_delete_permission(self, request, obj)
        return allowed and _is_in_reach(request, obj.user if obj else None)


class GroupsAdmin(AskedAdmin, GroupAdmin):
    """What each role may do; the next update puts the roles of the site back as they are meant."""

    @asks_who_it_is
    def changeform_view(self, *args: Any, **kwargs: Any) -> Any:
        """A right given to a group is given to everybody in it."""
        return super().changeform_view(*args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Whose rights changed stands in the log."""
        super().save_related(request, form, formsets, change)
        if "permissions" in form.changed_data:
            tell_done("Rights of a group of the account changed", request, *_accounts_in(form.instance))

    def delete_model(self, request: HttpRequest, obj: Group) -> None:
        """Delete a group, and say in the log whose rights went with it."""
        accounts = _accounts_in(obj)
        super().delete_model(request, obj)
        tell_done("Group of the account deleted", request, *accounts)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Group]) -> None:
        """As one by one."""
        for group in queryset:
            self.delete_model(request, group)


def _accounts_in(group: Group) -> list[int]:
    """The numbers of the accounts in a group."""
    return list(group.user_set.order_by("pk").values_list("pk", flat=True))


class PeopleAdmin(DoctorAdmin):
    """Doctors: who deletes one, or lets a sign-in answer as one, types the password first."""

    @asks_who_it_is
    def delete_view(self, *args: Any, **kwargs: Any) -> Any:
        """One is deleted."""
        return super().delete_view(*args, **kwargs)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Doctor]) -> None:
        """Several are deleted from the list."""
        ask_who_it_is(request)
        super().delete_queryset(request, queryset)

    def save_model(self, request: HttpRequest, obj: Doctor, form: Any, change: bool) -> None:
        """Whose sign-in it is also stands in the log."""
        if "user" in form.changed_data:
            ask_who_it_is(request)
        super().save_model(request, obj, form, change)
        if "user" in form.changed_data:
            for former in User.objects.filter(pk=form.initial.get("user")):
                tell_done("Account taken from a doctor", request, former.pk)
            if obj.user:
                tell_done("Account connected with a doctor", request, obj.user.pk)
