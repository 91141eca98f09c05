"""Specialties, topics and doctors met during an import: found or made once, then remembered."""

import hashlib
from typing import Any

from django.utils.text import slugify

from consult.models import Doctor, Specialty, Topic


class Catalogue:
    """Looks rows up by address, and makes those that are missing."""

    def __init__(self) -> None:
        self._specialties: dict[str, Specialty] = {}
        self._topics: dict[tuple[Any, str], Topic] = {}
        self._doctors: dict[str, Doctor] = {}
        self._worked_in: set[tuple[Any, Any]] = set()

    def specialty(self, name: str) -> Specialty:
        """The specialty of this name."""
        if name not in self._specialties:
            self._specialties[name], _created = Specialty.objects.get_or_create(
                slug=slugify(name), defaults={"name": name}
            )
        return self._specialties[name]

    def topic(self, specialty: Specialty, slug: str, name: str) -> Topic:
        """The topic of this address inside the specialty."""
        key = (specialty.pk, slug)
        if key not in self._topics:
            self._topics[key], _created = Topic.objects.get_or_create(
                specialty=specialty, slug=slug[:120], defaults={"name": name[:120]}
            )
        return self._topics[key]

    def doctor(self, label: str, specialty: Specialty) -> Doctor:
        """The doctor of this label, listed under the specialty.  A new one has no sign-in and no licence check."""
        if label not in self._doctors:
            slug = slugify(label)[:120] or f"doctor-{hashlib.sha256(label.encode()).hexdigest()[:8]}"
            self._doctors[label], _created = Doctor.objects.get_or_create(slug=slug, defaults={"name": label})
        doctor = self._doctors[label]
        if (doctor.pk, specialty.pk) not in self._worked_in:
            doctor.specialties.add(specialty)
            self._worked_in.add((doctor.pk, specialty.pk))
        return doctor
