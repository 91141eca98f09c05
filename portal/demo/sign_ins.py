"""The three people who can sign in to the demo site.  Their passwords are known to everybody: never on a real site."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, User

from portal.demo import content
from portal.demo.people import find_doctor
from portal.roles import DOCTORS, EDITORS, MODERATORS, REVIEWERS, ensure_roles

DOCTOR_KEY = "ashgrove"


@dataclass(frozen=True)
class SignIn:
    """A demo account: who it is, and what to type."""

    role: str
    username: str
    password: str


SIGN_INS = [
    SignIn("doctor", "demo-doctor", "consilium-demo-doctor"),
    SignIn("editor", "demo-editor", "consilium-demo-editor"),
    SignIn("administrator", "demo-admin", "consilium-demo-admin"),
]


def are_allowed() -> bool:
    """Whether this is a site for trying things out: DEBUG or DEMO is set."""
    return bool(settings.DEBUG or settings.DEMO)


def create_sign_ins() -> list[SignIn]:
    """Add the accounts that are missing and return all of them.

    An account that exists keeps its password and rights.  Raises PermissionError unless are_allowed().
    """
    if not are_allowed():
        raise PermissionError("Demo sign-ins are made only where DEBUG or DEMO is set.")
    ensure_roles()
    for sign_in in SIGN_INS:
        if not get_user_model().objects.filter(username=sign_in.username).exists():
            _create(sign_in)
    return SIGN_INS


def _create(sign_in: SignIn) -> None:
    """Store one account with its role."""
    user: User = get_user_model().objects.create_user(
        username=sign_in.username,
        email=f"{sign_in.username}@consilium.example",
        password=sign_in.password,
        first_name="Demo",
        last_name=sign_in.role,
        is_staff=True,
        is_superuser=sign_in.role == "administrator",
    )
    if sign_in.role == "doctor":
        # The demo's doctor also signs the rules by which the site warns.
        user.groups.set(Group.objects.filter(name__in=(DOCTORS, REVIEWERS)))
        name = next(entry["name"] for entry in content.doctors() if entry["key"] == DOCTOR_KEY)
        doctor = find_doctor(name)
        if doctor and doctor.user is None:
            doctor.user = user
            doctor.save()
    elif sign_in.role == "editor":
        user.groups.set(Group.objects.filter(name__in=(EDITORS, MODERATORS)))
