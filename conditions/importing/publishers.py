"""The publishers of the files at hand: full name, and the category that their pages are filed under."""

PUBLISHERS = {
    "CDC": ("Centers for Disease Control and Prevention", "Infections and Prevention"),
    "GARD": ("Genetic and Rare Diseases Information Center", "Rare Diseases"),
    "NHLBI": ("National Heart, Lung, and Blood Institute", "Heart, Lungs and Blood"),
    "NIDDK": (
        "National Institute of Diabetes and Digestive and Kidney Diseases",
        "Diabetes, Digestion and Kidneys",
    ),
    "NINDS": ("National Institute of Neurological Disorders and Stroke", "Brain and Nerve Conditions"),
}


def full_name(publisher: str) -> str:
    """The name as readers see it."""
    return PUBLISHERS[publisher][0] if publisher in PUBLISHERS else publisher


def category_name(publisher: str) -> str:
    """The category of this publisher's pages: each institute has one field; any other publisher makes its own."""
    return PUBLISHERS[publisher][1] if publisher in PUBLISHERS else publisher[:120]
