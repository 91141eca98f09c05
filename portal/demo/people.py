"""Loads the specialties, topics and doctors of the demo site."""

from django.db.models import Q
from django.utils.text import slugify

from consult.models import Doctor, Specialty, Topic
from portal.demo import content


def load_specialties() -> int:
    """Add the specialties and topics that are missing; return how many specialties were."""
    added = 0
    for entry in content.specialties():
        name, slug = entry["name"], slugify(entry["name"])
        specialty = Specialty.objects.filter(Q(slug=slug) | Q(name=name)).first()
        if specialty is None:
            is_rare = entry.get("is_rare", False)
            specialty = Specialty.objects.create(
                name=name, slug=slug, description=entry["description"], is_rare=is_rare
            )
            added += 1
        for topic in entry["topics"]:
            known = specialty.topics.filter(Q(slug=slugify(topic)) | Q(name=topic))
            if not known.exists():
                Topic.objects.create(specialty=specialty, name=topic, slug=slugify(topic))
    return added


def load_doctors() -> int:
    """Add the doctors that are missing, each with the demo mark; return how many were."""
    added = 0
    for entry in content.doctors():
        if find_doctor(entry["name"]) is None:
            fields = {name: value for name, value in entry.items() if name not in ("key", "specialties")}
            doctor = Doctor.objects.create(slug=slugify(entry["name"]), is_demo=True, **fields)
            doctor.specialties.set(Specialty.objects.filter(name__in=entry["specialties"]))
            added += 1
    return added


def find_doctor(name: str) -> Doctor | None:
    """The doctor of this name, or with the address made from it when staff have changed the name since."""
    known = Doctor.objects.filter(Q(slug=slugify(name)) | Q(name=name))
    return known.select_related("user").first()


def doctors_by_key() -> dict[str, Doctor]:
    """The doctors of the demo site by their keys in the TOML files."""
    found = {entry["key"]: find_doctor(entry["name"]) for entry in content.doctors()}
    return {key: doctor for key, doctor in found.items() if doctor}
