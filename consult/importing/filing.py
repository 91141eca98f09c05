"""Files an imported question under a specialty and under topics.

The files name no specialty.  A question goes to the specialty most of whose words stand in its topics and title
(topics count double), and to General Medicine when none does.  The list is short on purpose: a wrong department is
worse than a general one.
"""

import re

from django.utils.text import slugify

from consult.importing.wording import sentence_case

GENERAL = "General Medicine"

# Beginnings of words, by specialty.
WORDS = {
    "Cardiology": "heart cardi palpitation hypertension tachycardia angina cholesterol stent ecg",
    "Dermatology": "skin rash acne eczema itch mole psoriasis hives scalp fungal hair",
    "Gastroenterology": "stomach bowel stool diarrh constipat heartburn reflux gerd liver abdom gallbladder hemorrhoid",
    "Neurology": "headache migraine numb tingl seizure epilep stroke tremor dizz vertigo nerve",
    "Nutrition and Dietetics": "diet calorie nutrition supplement",
    "Paediatrics": "baby infant toddler newborn child daughter son",
    "Pharmacy": "dosage overdose tablets medication medicine",
    "Psychiatry": "anxi depress panic bipolar schizo insomnia psych ocd",
    "Rare Disease": "rare genetic inherit chromosom",
    "Rheumatology": "arthritis lupus joint gout fibromyalgia rheumat",
    "Women's Health": "pregnan period menstrua ovar uter vagina contracepti menopaus ovulat cervi breast",
}
_PATTERNS = {name: re.compile(r"\b(?:" + "|".join(words.split()) + ")") for name, words in WORDS.items()}

MAX_TOPIC_WORDS = 4
_NOT_A_KEYWORD = re.compile(
    r"[.?!,;]|^(?:i|im|i'm|i’m|my|is|are|am|could|can|do|does|have|has|what|why|how|and|the)\b"
)


def specialty_for(title: str, topics: list[str]) -> str:
    """Return the name of the specialty for a question, from its title and topics in any case."""
    title, keywords = title.lower(), " ".join(topics).lower()
    scores = {
        name: 2 * len(pattern.findall(keywords)) + len(pattern.findall(title))
        for name, pattern in _PATTERNS.items()
    }
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] else GENERAL


def topics_for(labels: list[str], like: str = "") -> dict[str, str]:
    """Return topic names by slug.  A label that is a sentence ("i have two stents") makes no topic."""
    names: dict[str, str] = {}
    for label in labels:
        keyword = " ".join(label.lower().split()).strip("\"'")
        slug = slugify(keyword)
        if slug and len(keyword.split()) <= MAX_TOPIC_WORDS and not _NOT_A_KEYWORD.search(keyword):
            names.setdefault(slug, sentence_case(keyword, like))
    return names
