"""Who is away, who is on call, who has which question."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consult.desk import access
from consult.desk.actions.absence import set_absence
from consult.desk.admin.concurrent_edits import GuardedAdmin
from consult.desk.admin.read_only import ReadOnlyAdmin, question_link
from consult.models import Claim, Doctor
from consult.models.staffing import Absence


class OfDoctorsAdmin(GuardedAdmin):
    """Rows of doctors, to be chosen among those who are active and can sign in."""

    list_select_related = ["doctor"]
    search_fields = ["doctor__name"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Others are neither away nor on call."""
        if db_field.name == "doctor":
            kwargs["queryset"] = Doctor.objects.with_sign_in()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class AbsenceAdmin(OfDoctorsAdmin):
    """Absences: a doctor's own, and those of all for who shares out work."""

    list_display = ["first_day", "last_day", "doctor"]
    ordering = ["-first_day", "-pk"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """One's own, or all."""
        rows = super().get_queryset(request)
        if access.may_share_out(request):
            return rows
        return rows.filter(doctor=access.doctor_of(request))

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whose it is, is asked only where it can be somebody else's."""
        days = ["first_day", "last_day"]
        return ["doctor", *days] if access.may_share_out(request) else days

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only a doctor can be away."""
        allowed = super().has_add_permission(request)
        return allowed and (access.may_share_out(request) or access.doctor_of(request) is not None)

    def save_model(self, request: HttpRequest, obj: Absence, form: Any, change: bool) -> None:
        """Store it; what the doctor has flows back when it has begun."""
        if not access.may_share_out(request):
            doctor = access.doctor_of(request)
            assert doctor is not None  # has_add_permission, and the queryset, say so
            obj.doctor = doctor
        set_absence(absence=obj, actor=request.user)


class OnCallAdmin(OfDoctorsAdmin):
    """The rota of who is told at once of danger that calls for help now."""

    list_display = ["starts_at", "ends_at", "doctor", "address"]
    list_select_related = ["doctor__user"]
    ordering = ["-starts_at", "-pk"]
    fields = ["doctor", "starts_at", "ends_at"]

    @admin.display(description=_("is mailed at"), empty_value="–")
    def address(self, duty: Any) -> str:
        """Where alerts go; who has no address gets none."""
        return str(duty.doctor.user.email if duty.doctor.user else "")


class ClaimAdmin(ReadOnlyAdmin):
    """Who has which question; it is given to somebody else on its desk."""

    list_display = ["to_question", "doctor", "assigned_by", "until"]
    list_select_related = ["doctor", "assigned_by"]
    list_filter = ["doctor"]
    fields = ["to_question", "doctor", "assigned_by", "until"]

    def get_queryset(self, request: HttpRequest) -> Any:
        """Those that have not run out."""
        return super().get_queryset(request) & Claim.objects.running()

    @admin.display(description=_("question"))
    def to_question(self, claim: Claim) -> str:
        """Its desk, where it can be given to somebody else."""
        return question_link(claim.question_id)
