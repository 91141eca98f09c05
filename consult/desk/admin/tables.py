"""The plain tables of the consultation: specialties, topics, doctors."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from import_export import fields

from consult.desk.actions.absence import give_back_of_absent
from consult.desk.admin.concurrent_edits import GuardedAdmin
from consult.desk.admin.filters import given
from consult.desk.admin.import_export import ExchangeAdmin, ExchangeResource, KnownWidget
from consult.models import Doctor, Specialty, Topic


class SpecialtyResource(ExchangeResource):
    """Specialties in a spreadsheet, known by their address."""

    class Meta:
        model = Specialty
        fields = ("slug", "name", "description", "is_rare", "target_hours")
        import_id_fields = ("slug",)
        skip_unchanged = True


class TopicResource(ExchangeResource):
    """Topics in a spreadsheet, known by specialty and address."""

    specialty = fields.Field("specialty", "specialty", KnownWidget(Specialty, "slug"))

    class Meta:
        model = Topic
        fields = ("specialty", "slug", "name")
        import_id_fields = ("specialty", "slug")
        skip_unchanged = True


class SpecialtyAdmin(ExchangeAdmin):
    """Medical departments."""

    resource_classes = [SpecialtyResource]
    list_display = ["name", "slug", "is_rare", "target_hours", "topic_count", "doctor_count"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Specialty]:
        """Specialties with their counts."""
        topics, doctors = Count("topics", distinct=True), Count("doctors", distinct=True)
        rows: QuerySet[Specialty] = super().get_queryset(request)
        return rows.annotate(topics_count=topics, doctors_count=doctors)

    @admin.display(description=_("topics"), ordering="topics_count")
    def topic_count(self, specialty: Any) -> int:
        """Number of topics."""
        return int(specialty.topics_count)

    @admin.display(description=_("doctors"), ordering="doctors_count")
    def doctor_count(self, specialty: Any) -> int:
        """Number of doctors."""
        return int(specialty.doctors_count)


class TopicAdmin(ExchangeAdmin):
    """FAQ keywords."""

    resource_classes = [TopicResource]
    list_display = ["name", "specialty", "slug"]
    list_filter = ["specialty"]
    list_select_related = ["specialty"]
    search_fields = ["name", "specialty__name"]
    prepopulated_fields = {"slug": ["name"]}


class LicenceFilter(admin.SimpleListFilter):
    """Licences that somebody has to see to."""

    title = _("licence")
    parameter_name = "licence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """One choice."""
        return [("lapsing", _("Missing, expired, or within 60 days of it"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Apply it."""
        return queryset & Doctor.objects.lapsing() if self.value() else queryset


class DoctorAdmin(GuardedAdmin):
    """Answerers, and who checked their licences."""

    list_display = ["name", "employer", "specialty_names", "verified", "expires", "can_sign_in", "is_active"]
    list_filter = [
        LicenceFilter,
        "is_active",
        ("licence_verified_on", given(_("licence"), _("Verified"), _("Not verified yet"))),
        "specialties",
        "is_demo",
    ]
    search_fields = ["name", "employer"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["user"]
    actions = ["mark_verified"]
    fieldsets = [
        (
            _("As patients see it"),
            {"fields": ["name", "slug", "profession", "title", "employer", "biography"]},
        ),
        (_("Answers in"), {"fields": ["specialties"]}),
        (
            _("Licence"),
            {
                "fields": ["licence_verified_by", "licence_verified_on", "licence_expires_on"],
                "description": _(
                    "Shown beside every reply. Look the licence up at the register, then give both. Without a licence "
                    "that is verified and has not expired, a doctor answers nobody."
                ),
            },
        ),
        (_("Sign-in"), {"fields": ["user", "is_active", "is_demo"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Doctor]:
        """Doctors with their specialties, for one query a list."""
        return super().get_queryset(request).prefetch_related("specialties")

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Specialties are few: one tick box each."""
        kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Only who may see sign-ins may connect one."""
        return [] if request.user.has_perm("auth.view_user") else ["user"]

    @admin.display(description=_("specialties"))
    def specialty_names(self, doctor: Doctor) -> str:
        """Names of the specialties, in one line."""
        return ", ".join(specialty.name for specialty in doctor.specialties.all())

    @admin.display(description=_("licence verified"), boolean=True, ordering="licence_verified_on")
    def verified(self, doctor: Doctor) -> bool:
        """Whether somebody checked the licence."""
        return doctor.is_verified

    @admin.display(description=_("licence expires"), ordering="licence_expires_on", empty_value="–")
    def expires(self, doctor: Doctor) -> Any:
        """Its last day, in colour when it comes near."""
        day = doctor.licence_expires_on
        if day is None or (doctor.is_licensed and not doctor.licence_lapses_soon):
            return day
        return format_html(
            '<span class="wait {}">{}</span>',
            "wait-amber" if doctor.is_licensed else "wait-red",
            date_format(day),
        )

    @admin.display(description=_("can sign in"), boolean=True)
    def can_sign_in(self, doctor: Doctor) -> bool:
        """Whether a sign-in is connected."""
        return doctor.user_id is not None

    def save_model(self, request: HttpRequest, obj: Doctor, form: Any, change: bool) -> None:
        """Store it; of who cannot answer any more the cases flow back at once."""
        super().save_model(request, obj, form, change)
        give_back_of_absent(today=timezone.localdate(), doctor=obj, actor=request.user)

    @admin.action(description=_("Licence verified today, by me"), permissions=["change"])
    def mark_verified(self, request: HttpRequest, queryset: QuerySet[Doctor]) -> None:
        """Note the check of licences that were not verified before."""
        name = request.user.get_full_name() or request.user.get_username()  # type: ignore[union-attr]
        marked = 0
        for doctor in queryset.filter(licence_verified_on__isnull=True):
            doctor.licence_verified_by, doctor.licence_verified_on = name, timezone.localdate()
            doctor.save(update_fields=["licence_verified_by", "licence_verified_on"])
            self.log_change(request, doctor, "Licence verified.")
            marked += 1
        self.message_user(request, _("Licences marked as verified: %d.") % marked)
