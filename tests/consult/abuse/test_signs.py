"""Each sign of abuse: what has it, and what people write that does not."""

import random
from typing import Any

import pytest

from consult.abuse.nonsense import is_nonsense
from consult.abuse.repeats import OF_AN_ADDRESS
from consult.abuse.signs import ASK, Post, links_in, suspicious, suspicious_words
from consult.language.word_lists import word_lists
from consult.models.suspicion import Sign, Suspicion

STORY = (
    "My left cheek has gone numb in the cold since last winter. It lasts an hour after I come home from the "
    "bicycle, and my lips feel thick. A scarf helps a little. Is it dangerous, and which doctor should I see?"
)
ADVERT = "Buy cheap pills at our shop, best price, we ship them all over the world within three days and nobody asks."


def post(text: str = STORY, **told: Any) -> list[Sign]:
    """The signs of one post, by default a question from an address of its own."""
    address = told.pop("address", str(random.random()))
    return suspicious(Post(told.pop("kind", ASK), text, address, **told))


def test_a_story_has_no_sign_and_may_come_twice_a_day_but_not_more_often() -> None:
    assert [post(), post(), post(), post("Another text altogether, about my knee, which hurts.")] == [
        [],
        [],
        [Sign.SAME_TEXT],
        [],
    ]


def test_nearly_the_same_is_the_same() -> None:
    names = ["Ann", "Bob", "Cem", "Dee"]
    found = [post(f"{ADVERT} Ask for {name}.") for name in names]
    assert found == [[], [], [Sign.SAME_TEXT], [Sign.SAME_TEXT]]


def test_of_a_readers_few_words_the_same_may_come_often() -> None:
    assert [post("More about the tests", kind="vote") for _number in range(5)] == [[]] * 5


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("I read https://www.nhs.uk/conditions/ and www.patient.info/x and did not understand.", 2),
        ("[url=http://shop.example]pills[/url] <a href='http://x.example'>y</a> best-pills.shop", 3),
        ("I took 2.5 mg. It helped.Then it came back at 10.30 p.m.", 0),
        ("Mail ada@home.com. I have pain.Top of my head hurts.Online I read it is my eyes.", 0),
    ],
)
def test_links_are_counted(text: str, number: int) -> None:
    assert links_in(text) == number


def test_three_links_are_enough_and_one_is_not() -> None:
    assert suspicious_words(f"{STORY} http://a.example http://b.example http://c.example") == [Sign.LINKS]
    assert suspicious_words(f"{STORY} I read https://www.nhs.uk/conditions/bells-palsy/ before.") == []


def test_two_weak_signs_together_are_enough() -> None:
    linked = f"{STORY} See http://a.example"
    assert post(linked, seconds=5) == [Sign.FAST, Sign.A_LINK]
    assert post(seconds=5) == []


def test_many_from_one_address_are_a_sign_only_beside_another() -> None:
    for _number in range(OF_AN_ADDRESS):
        assert post("My knee hurts", kind="vote", address="hospital") == []
    assert post("My ear hurts", kind="vote", address="hospital") == []
    assert post("Look at www.x.example", kind="vote", address="hospital") == [Sign.BUSY, Sign.A_LINK]
    assert post("Look at www.x.example", kind="vote", address="home") == []


def test_the_trap_is_enough_alone_and_quoted_words_say_nothing() -> None:
    assert post(is_trapped=True) == [Sign.TRAP]
    spam = "http://a.example http://b.example http://c.example"
    assert (post(spam, kind="report", is_quoted=True), post(spam, kind="vote")) == ([], [Sign.LINKS])


def test_words_that_make_no_sentences() -> None:
    words, letters = sorted(word_lists("common_words")["common"]), "abcdefghijklmnopqrstuvwxyz"
    chance = random.Random(3)
    assert is_nonsense(" ".join(chance.choices(words, k=60)))
    assert is_nonsense(" ".join("".join(chance.choices(letters, k=6)) for _number in range(20)))


@pytest.mark.parametrize(
    "text",
    [
        STORY,
        "Headache 3 days, fever 38.6, paracetamol no effect, neck fine.",
        "Fatigue, foggy memory, lower back pain, headache, occasional chest pain, night sweats, low grade fever?",
        "Ich habe seit drei Wochen Kopfschmerzen und mir ist schwindelig, wenn ich aufstehe. Was kann das sein?",
        "Od dwóch tygodni boli mnie głowa i nie mogę spać, lekarz powiedział że to stres ale tabletki nie pomagają",
        "Mujhe teen hafte se sir mein dard hai aur raat ko neend nahi aati, doctor ne kaha kuch nahi hai",
        "三周以来我一直头痛,晚上睡不着觉,医生说没有问题,但是吃药没有用,我应该去看哪个科的医生呢",
        "У меня уже три недели болит голова и я не могу спать по ночам, врач говорит, что это просто стресс",
        "",
    ],
)
def test_what_people_write_is_no_nonsense(text: str) -> None:
    assert not is_nonsense(text)


def test_the_check_can_be_switched_off(settings: Any) -> None:
    settings.ABUSE_CHECK = False
    assert (post(is_trapped=True), suspicious_words("http://a.example " * 5)) == ([], [])


def test_a_sign_of_another_version_is_told_by_its_name() -> None:
    assert Suspicion(signs="trap,of_tomorrow").why == [str(Sign.TRAP.label), "of_tomorrow"]
