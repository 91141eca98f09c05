"""The red flag rules that a new site starts with, each with the published page it follows.

They are a start, not a clinical approval: `reviewed_by` is left empty until somebody at the site has read them.
Phrases follow consult.safety.patterns. Signs and advice are our own words.
"""

from typing import Any, TypedDict


class DefaultRule(TypedDict):
    """The fields of a RedFlagRule that ship with the product."""

    name: str
    kind: str
    sign: str
    advice: str
    phrases: str
    exceptions: str
    source_publisher: str
    source_title: str
    source_url: str


_AMBULANCE = "South Western Ambulance Service, NHS"
_AMBULANCE_TITLE = "When to call 999"
_AMBULANCE_URL = "https://www.swast.nhs.uk/when-to-call-999"

_FAMILY = "family history ... {0}\nfather/mother/dad/mum/mom/grandfather/grandmother had/died ... {0}"


def _rule(
    name: str,
    sign: str,
    advice: str,
    phrases: str,
    exceptions: str = "",
    source: tuple[str, str, str] = (_AMBULANCE, _AMBULANCE_TITLE, _AMBULANCE_URL),
    kind: str = "emergency",
) -> DefaultRule:
    return DefaultRule(
        name=name,
        kind=kind,
        sign=sign,
        advice=advice,
        phrases="\n".join(line.strip() for line in phrases.strip().splitlines()),
        exceptions="\n".join(line.strip() for line in exceptions.strip().splitlines()),
        source_publisher=source[0],
        source_title=source[1],
        source_url=source[2],
    )


DEFAULT_RULES: tuple[DefaultRule, ...] = (
    _rule(
        "Unconscious",
        "is unconscious, or cannot be woken",
        "Call an ambulance now. Check that the person is breathing, and stay with them.",
        """
        unconscious
        cannot wake him/her/them/up
        will not wake up
        is/are/was unresponsive
        not responding to me/us/voice/touch/anything
        lost/losing/loss consciousness
        lost/losing/loss of consciousness
        passed/passing out
        collapsed ... not/unable
        not "breathing"
        no pulse
        """,
        "unconscious mind/bias/desire\nunconscious ... clenching/grinding/biting\nnot breathing well/properly",
    ),
    _rule(
        "Sudden confusion",
        "is suddenly confused, or does not know where they are",
        "Call an ambulance now. Sudden confusion can be a sign of a stroke or of a serious infection.",
        """
        sudden/suddenly ... confused/confusion/disoriented
        confused ... sudden/suddenly
        acute confusion
        does not know where he/she/they is/are
        does not recognise/recognize me/us
        delirious
        """,
    ),
    _rule(
        "Chest pain",
        "has chest pain, or the chest feels tight, squeezed or heavy",
        "Call an ambulance now, even if the pain comes and goes. Sit down and rest while you wait.",
        """
        chest pain*
        chest ... hurt*
        pain*/ache/aching/discomfort ... chest
        chest discomfort
        chest tightness/tight/heavy/heaviness/pressure
        chest feels/felt/is/gets/became ... tight/heavy/squeezed/crushed
        tightness/pressure/heaviness/squeezing ... in/on/across chest
        elephant ... chest
        heart attack
        cardiac arrest
        """,
        """
        chest xray/infection/hair/size/scan
        chest x ray
        chest ct
        """
        + _FAMILY.format("heart attack"),
    ),
    _rule(
        "Trouble breathing",
        "is struggling to breathe, gasping, choking or unable to say whole sentences",
        "Call an ambulance now. Sit the person upright and loosen tight clothes.",
        """
        cannot/unable breathe/breath
        unable to breathe/breath
        could not breathe/breath
        struggling/struggles/fighting ... to/for breathe/breath
        difficult/difficulty/trouble/problem/hard ... breathing/breathe
        breathing difficulty/difficulties/problem/trouble
        short/shortness of breath
        gasping ... air/breath
        out of breath ... rest/resting/sitting/lying
        severe/severely/very breathless
        lips ... blue
        blue lips
        choking on
        is/was choking
        stopped breathing
        sudden/suddenly ... breathless/breathlessness
        breathing ... hard/heavily/fast/rapidly
        """,
        """
        breathe/breathing ... through/thru ... nose/nostril
        breathe/breathing ... nose/nostril blocked
        nose/nasal ... breathe/breathing
        """,
    ),
    _rule(
        "Signs of a stroke",
        "has signs of a stroke: the face has dropped on one side, an arm is weak or numb, speech is slurred",
        "Call an ambulance now, even if the signs have gone. Note the time when they began.",
        """
        face/mouth/smile ... drooping/droopy/drooped/dropped/sagging/fallen
        one side/half of face/mouth/body ... weak/weakness/paralysed/paralyzed/numb/drooping
        left/right side of face/body ... weak/weakness/paralysed/paralyzed/drooping
        cannot lift/raise/move ... arm/leg
        unable to lift/raise/move ... arm/leg
        slurred/slurring/garbled ... speech/words
        speech ... slurred/slurring/garbled
        cannot/suddenly speak
        sudden/suddenly ... weak/weakness
        sudden/suddenly ... blind/blindness
        sudden/suddenly ... lost/loss/losing ... vision/sight
        lost/losing ... vision/sight ... sudden/suddenly
        having/had/has/suffered/possible/signs/symptoms ... "stroke"
        mini "stroke"
        worst headache
        thunderclap headache
        sudden severe headache
        """,
        'bell\'s palsy\nheat "stroke"\nstroke volume/risk/patient\n' + _FAMILY.format('"stroke"'),
        ("NHS", "Stroke", "https://www.nhs.uk/conditions/stroke/"),
    ),
    _rule(
        "Fit that does not stop",
        "is having a fit (seizure), or has had one for the first time",
        "Call an ambulance now. Move hard things away, put nothing in the mouth, and time the fit.",
        """
        having/had/has a "fit"
        having/had/has "fits"
        seizure
        convulsing
        convulsion
        "fit"/"fits"/seizure ... not/never stop
        fitting for 1-60 minutes
        jerking ... uncontrollably
        """,
        "epilep* ... controlled\nseizure medicine/medication/free/drug",
    ),
    _rule(
        "Heavy bleeding",
        "is bleeding heavily, or bleeding that does not stop",
        "Call an ambulance now. Press firmly on the wound with a clean cloth and keep pressing.",
        """
        bleeding ... heavily/badly/profusely/uncontrollably
        heavy/severe/profuse/uncontrolled bleeding
        bleeding ... not/never stop
        cannot stop ... bleeding
        losing/lost ... lot/lots/pints of blood
        lot/lots of blood ... coming/pouring/gushing
        vomiting/vomited/vomit/throwing up blood
        vomiting/vomited/vomit/throwing/coughing ... blood
        coughing/coughed up blood
        blood ... gushing/pouring/spurting
        black tarry stool*
        """,
        """
        heavy bleeding ... period*
        period* ... heavy bleeding
        bleeding heavily ... period*
        period* ... bleeding heavily
        """,
    ),
    _rule(
        "Severe allergic reaction",
        "has a severe allergic reaction: swelling of the face, lips, tongue or throat, or trouble breathing",
        "Use an adrenaline pen if there is one, then call an ambulance now.",
        """
        anaphyla*
        severe allergic reaction
        tongue/throat/lips/face ... swelling/swollen/swelled ... breathe/breathing/swallow
        throat ... closing/closed
        throat/tongue ... swelling/swelled up
        allergic ... trouble/difficulty/cannot/hard ... breathe/breathing
        """,
    ),
    _rule(
        "Severe burn",
        "has a severe burn or scald",
        "Cool the burn under cool running water, and call an ambulance now.",
        """
        severe/severely/serious/bad/badly/deep burn/burned/burnt/scalded
        third degree burn
        chemical/electrical burn
        burned/burnt/scalded ... face/whole/child/baby
        baby/child/toddler ... burned/burnt/scalded
        electrocuted
        """,
        "burning sensation/feeling/pain\nbadly burned out\nsevere burning",
    ),
    _rule(
        "Serious head injury",
        "has hit their head and is drowsy, sick, confused or was knocked out",
        "Call an ambulance now. Keep the person still and awake.",
        """
        serious/severe/bad head injury/trauma
        head injury ... vomit*/sick/confused/drowsy/numb/weak/unconscious
        hit/banged/hurt/injured/bumped ... head ... vomit*/sick/confused/drowsy/dizzy/unconscious/blackout
        fell/fallen ... head ... vomit*/sick/confused/drowsy/dizzy/unconscious
        hit/banged/cracked/bumped ... head ... numb/numbness/weak/weakness
        knocked out/unconscious
        cracked/fractured skull
        skull fracture
        clear/bloody fluid ... from ... ear/ears/nose
        """,
        "",
        ("NHS 111 Wales", "Concussion", "https://111.wales.nhs.uk/Encyclopaedia/c/article/concussion/"),
    ),
    _rule(
        "Major injury",
        "has been badly hurt: a road accident, a fall from a height, a stabbing or a shooting",
        "Call an ambulance now. Do not move somebody whose neck or back may be hurt.",
        """
        hit by ... car/bus/truck/lorry/train
        just ... car/road/bike accident
        fell/fallen from ... roof/ladder/balcony/window/height
        been/was/got stabbed/shot
        "stab" wound
        wound/wounds/hole/holes ... chest
        gunshot
        bone ... sticking out
        """,
    ),
    _rule(
        "Sudden numbness",
        "goes numb suddenly, over a whole arm or leg, after a head injury, or between the legs",
        "Call an ambulance now if it began suddenly, or comes with weakness, confusion or trouble talking.",
        """
        sudden/suddenly ... numb/numbness
        numb/numbness ... sudden/suddenly
        whole/entire/complete/completely arm/leg/side/body ... numb/numbness
        numb/numbness ... whole/entire arm/leg/side
        numb/numbness ... weakness/weak/confused/confusion/slurred
        numb/numbness ... genital*/groin/saddle
        numb/numbness ... between legs
        numb/numbness ... lost/losing/loss ... bladder/bowel
        cannot feel ... legs/arm/leg
        lost/losing/loss ... feeling/sensation ... arm/leg/legs
        lost/losing/loss ... control ... bladder/bowel*
        paralysed/paralyzed
        """,
        "",
        (
            "Mayo Clinic",
            "Numbness: when to see a doctor",
            "https://www.mayoclinic.org/symptoms/numbness/basics/when-to-see-doctor/sym-20050938",
        ),
    ),
    _rule(
        "Poisoning or overdose",
        "has taken too much of a medicine, or has swallowed or breathed in something harmful",
        "Call for help now, even if the person feels well. Keep the packet. Do not make them be sick.",
        """
        overdos*
        poisoned
        poisoning
        took/taken/swallowed/had ... too many ... pills/tablets
        took/taken/swallowed/drank/drunk ... bleach/antifreeze/pesticide/poison
        drank/swallowed ... bleach/antifreeze/pesticide/poison/battery
        swallowed/ate ... magnet*/battery/batteries
        carbon monoxide
        took/taken/swallowed 10-500 ... pills/tablets/paracetamol/acetaminophen/ibuprofen/tylenol
        took/taken ... whole bottle/box/packet
        """,
        "food poisoning",
        ("NHS 111 Wales", "Poisoning", "https://111.wales.nhs.uk/encyclopaedia/p/article/poisoning/"),
    ),
    _rule(
        "Emergency in pregnancy",
        "is pregnant and bleeding heavily, or has strong pain that does not let up, or a bad headache with"
        " blurred sight",
        "Call an ambulance now for heavy bleeding, clots or pain that does not ease. Otherwise call the"
        " maternity unit now.",
        """
        pregnant/pregnancy ... bleeding
        bleeding ... pregnant/pregnancy
        pregnant/pregnancy ... severe/sharp/constant ... pain*
        severe/sharp/constant ... pain* ... pregnant/pregnancy
        pregnant/pregnancy ... severe/bad/blinding headache
        pregnant/pregnancy ... blurred/blurry vision
        weeks pregnant ... bleeding/blood/headache/fluid
        baby ... not/stopped moving/kicking
        no/reduced/fewer/less fetal/foetal movement
        not feel/felt ... baby move/moving/kick
        ectopic
        waters broke/broken
        eclampsia
        preeclampsia
        pre eclampsia
        """,
        "not pregnant\nnegative pregnancy\npregnancy test negative",
        (
            "University Hospitals Birmingham, NHS",
            "When to call the midwife",
            "https://www.uhb.nhs.uk/services/maternity/when-to-call-the-midwife.htm",
        ),
    ),
    _rule(
        "Signs of meningitis",
        "has a rash that does not fade under a glass, or a fever with a stiff neck, or cannot bear light",
        "Call an ambulance now. Do not wait for a rash.",
        """
        meningitis
        rash ... not/never fade/fading/disappear/blanch
        non blanching rash
        fever/temperature/headache ... stiff neck
        stiff neck ... fever/temperature/headache/vomit*
        fever/temperature ... neck ... stiff
        septic/sepsis
        floppy baby/child
        baby/child ... floppy/limp
        """,
        "meningitis vaccine/vaccination/jab",
        ("NHS", "Meningitis", "https://www.nhs.uk/conditions/meningitis/"),
    ),
    _rule(
        "Young baby with a fever",
        "is a baby under 3 months old with a temperature of 38°C or more",
        "Have the baby seen by a doctor now, even if nothing else seems wrong. Call an ambulance if the baby is"
        " hard to wake, floppy, blue or breathing badly.",
        """
        newborn/neonate ... fever/feverish/temperature
        fever/temperature ... newborn/neonate
        0-12 week/wk/day old ... fever/feverish/temperature
        fever/temperature ... 0-12 week/wk/day old
        1-2 month/mth old ... fever/feverish/temperature
        fever/temperature ... 1-2 month/mth old
        """,
        "",
        (
            "Royal Hospital for Children, Glasgow, NHS",
            "Fever in babies aged under 3 months",
            "https://rhc.nhsggc.org.uk/home/about-your-childs-health-information-resources/newborns-and-infants/"
            "concerned-your-baby-is-unwell-newborns-and-babies-less-than-3-months/"
            "fever-high-temperature-babies-aged-under-3-months/",
        ),
    ),
    _rule(
        "Thoughts of suicide or self-harm",
        "thinks of suicide, or of hurting themselves",
        "You do not have to face this alone. Talk to somebody now: the people on these lines listen, day and"
        " night.",
        """
        suicid*
        kill/killing/killed myself/himself/herself/themselves
        end/ending/take/taking my/his/her/own/their/it own/life/all
        want/wanted/wants/wish/going to die/disappear
        want/wanted/wants to be dead
        wish ... was/were dead
        better off dead/without me
        not/never want ... to live
        not/never want ... to be alive
        not want to be here/around any*
        no reason to live
        nothing to live for
        no/not point in/of living/life/on
        life ... not worth living
        tired of living/life
        hurting/harm/harming/cutting myself
        want/wanted/wants/urge/urges/thinking/thought/thoughts/going ... hurt/cut/burn/stab myself
        cut/hurt/burned/burnt/burn myself ... deliberately/purpose
        harm/harming/harmed himself/herself/themselves
        cut/hurt/burned/burnt/burn himself/herself/themselves ... deliberately/purpose
        self harm*
        selfharm*
        hang myself/himself/herself
        cannot go on
        cannot do this/it anymore
        cannot do this/it any more
        slit ... wrist*
        cut/cutting ... wrist*
        """,
        "",
        (
            "Samaritans",
            "Managing suicide and self-harm content online",
            "https://www.samaritans.org/about-samaritans/research-policy/internet-suicide/"
            "guidelines-tech-industry/",
        ),
        kind="self_harm",
    ),
)


def load_default_rules(model: Any) -> int:
    """Add the rules whose names the site does not have yet; return how many.  What editors changed stays.

    `model` is RedFlagRule, or what a migration knows it as.
    """
    added = 0
    for number, rule in enumerate(DEFAULT_RULES, start=1):
        _row, created = model.objects.get_or_create(
            name=rule["name"], defaults={**rule, "position": 10 * number}
        )
        added += created
    return added
