"""Addresses whatever the road is called: a name with a house number, and a postcode with its town."""

import re

UK = r"[A-Z]{1,2}\d[A-Z\d]?[ ]{0,2}\d[ABD-HJLNP-UW-Z]{2}"
EIRCODE = r"[ACDEFHKNPRTVWXY]\d[\dW] ?[ACDEFHKNPRTVWXY\d]{4}"
CANADIAN = r"[ABCEGHJ-NPRSTVXY]\d[A-Z] ?\d[A-Z]\d"
_SMALL = r"(?:de|del|della|do|da|di|du|des|dos|la|le|der|den|dem|van|von|of|the|y|i|e|św\.|ks\.)"
_CAP = r"[^\W\d_a-zà-ÿ][\w'’.-]{1,24}"
# The name of a road or place, with the small words inside it.
_NAME = (
    r"(?:(?i:an der|an den|auf der|in der|hinter der|am|im|zum|zur|unterm|hinterm|via|viale|rue|allée"
    r"|chemin|chaussée|quai|ul\.|os\.|al\.|str\.)[ ]?)?"
    rf"{_CAP}(?:[ -](?:{_SMALL} ){{0,2}}{_CAP}){{0,4}}"
)
_NUMBER = r"\d{1,4}(?: ?[a-zA-Z](?![\w.]))?(?:[-/](?:\d{1,4}[a-z]?|[A-Z]{1,3})(?!\w)){0,2}"
# Floors and flats, as they are written where.
UNIT = (
    r"(?:,? ?(?:\d{1,2}\.? ?[º°ª](?: ?(?:esq\w*|dto|dir\w*|izq\w*|dcha|derecha|der|[A-Z]\b)\.?)?|st\. ?(?:tv|th"
    r"|mf)\.?"
    r"|\d\. ?(?:sal|tv|th|OG|Stock)\.?|bl\. ?\w{1,4}"
    r"|ap\. ?\d{1,3}|sc\. ?\w|et\. ?\d{1,2}|m\. ?\d{1,3}|lok\. ?\d{1,3}|lgh\.? ?\d{1,4}"
    r"|[A-Z] \d{1,3}(?!\d)|\d{1,2}/F|(?i:apt|apartment|flat|suite|unit|floor|fl"
    r"|piso|porta|puerta|int|interno|interior|scala|bus|bte|top|stiege|block|tower|room|rm)\.? ?#?\w{1,4}))"
)
_POST = (
    rf"(?:{UK}|{EIRCODE}|{CANADIAN}|\d{{4}} ?[A-Z]{{2}}(?!\w)|\d{{2}}-\d{{3}}|\d{{3}} \d{{2}}(?!\d)"
    r"|\d{4}-\d{3}|\d{3}-\d{4}|(?:[A-Z]{1,2}-)?\d{4,6}(?!\d)|\d{3} \d{3}(?!\d))"
)
# No full stop inside, but for "St. Ives": a town often ends its sentence.
_CAP_OF_TOWN = r"(?:St\. )?[^\W\d_a-zà-ÿ][\w'’-]{1,24}"
_TOWN = (
    rf"(?:Co\. )?{_CAP_OF_TOWN}(?: (?:(?:am|an der|im|bei|in|ob|sur|sous|en|nad|upon|on"
    rf"|{_SMALL}) ){{0,2}}{_CAP_OF_TOWN}){{0,3}}(?: [A-HJ-Z]\b(?!['’.]))?"
)

# "Hinterm Dorf 6, 91781 Weißenburg", "Borgo Santa Croce 3, Firenze 50122"
NAME_NUMBER_TOWN = re.compile(
    rf"\b{_NAME},? (?:n[ºo°r]\.? ?|No\.?:? ?|nr\.? ?)?{_NUMBER}{UNIT}{{0,3}}(?:,? (?:in )?{_POST} {_TOWN}"
    rf"|, {_TOWN}(?:,| -)? {_POST})"
)
# "lieu-dit Kergoat, 29180 Locronan"; "Ballyhale, Co. Kilkenny, R95 K1N2"
NAMED_TOWN = re.compile(
    r"\b(?:lieu-?dit|hameau|résidence|domaine|cascina|località|loc\.|fraz\.|Ortsteil|Quinta|Finca"
    rf"|Cortijo) {_CAP}(?: {_CAP}){{0,3}}, {_POST} {_TOWN}|\b(?:{_CAP}(?: {_CAP}){{0,3}}, ){{0,3}}Co\. "
    rf"{_CAP},? {EIRCODE}"
)
# Turkish, Vietnamese, rural American, romanised Japanese and Taiwanese.
OTHER = re.compile(
    rf"\b(?:{_CAP} ){{1,4}}(?:Cad|Sok|Mah|Bulv)\w{{0,6}}\.? ?No:? ?\d{{1,4}}(?:/\d{{1,4}})?(?:, {_CAP}(?:"
    rf" {_CAP})?){{0,3}}"
    rf"|\b\d{{1,4}}[A-Z]? (?:{_CAP} ){{1,3}}?{_CAP}, (?:Quận|Q\.|Phường|P\.|Huyện) ?\w{{1,12}}"
    rf"|\bRR ?\d{{1,3}},? Box \d{{1,5}}(?:, {_TOWN})?(?:, [A-Z]{{2}} \d{{5}})?"
    rf"|\b\d{{1,3}}(?:-\d{{1,3}}){{1,2}},? {_CAP}(?:, ?{_CAP}){{1,4}}(?: \d{{3}}-\d{{4}})?"
    rf"|\bNo\.? ?\d{{1,4}}(?:-\d{{1,3}})?, (?:(?:Aly|Alley|Ln|Lane|Sec)\.? ?\d{{1,4}}, ){{0,3}}(?:{_CAP} "
    rf"){{1,3}}(?:Rd|St|Blvd|Road|Street)\.?,? (?:{_CAP} (?:Dist|District)\.?, )?{_CAP}(?: City"
    r"| County)?(?: \d{3,6})?"
    rf"|\b\d{{1,4}}(?:-[A-Z]|/[A-Z]|/\d{{1,4}}),? {_NAME}(?:, {_CAP}(?: {_CAP}){{0,3}}){{0,4}}(?: -"
    r"|,)? \d{3} ?\d{3}(?!\d)"
)
WITH_POSTCODE = (NAME_NUMBER_TOWN, NAMED_TOWN)
OF_A_POSTCODE = re.compile(r"\d[\dA-Z](?:[ -]{0,2}\d|[A-Z]| [A-Z\d]{4})")
"""Three or more signs that every postcode holds, wherever it is of."""
