"""National numbers count only with a right checksum."""

from collections.abc import Callable

import pytest

from consult.privacy import national_ids


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (
            national_ids.is_taiwan_id,
            ["A123456789", "F223456786", "A800123450"],
            ["A123456788", "1123456789", "A12345678"],
        ),
        (
            national_ids.is_china_id,
            ["11010519491231002X"],
            ["110105194912310021", "110105194913310021", "11010519491231002", "1101O519491231002X"],
        ),
        (national_ids.is_hong_kong_id, ["A1234563"], ["A1234564"]),
    ],
)
def test_checksum(check: Callable[[str], bool], right: list[str], wrong: list[str]) -> None:
    assert [check(number) for number in right] == [True] * len(right)
    assert [check(number) for number in wrong] == [False] * len(wrong)


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("943 476 5919", True),
        ("943 476 5918", False),
        ("219-09-9999", True),
        ("000-12-1234", False),
        ("219 00 1234", False),
        ("AB 12 34 56 C", True),
        ("GB123456C", False),
        ("4111 1111 1111 1111", True),
        ("4111 1111 1111 1112", False),
        ("45435016B", True),
        ("45435016C", False),
        ("MRTGPP63A15F205Z", True),
        ("55120310122", True),
        ("2 92 04 33 281 216 81", True),
        ("910214-9342", True),
        ("P095219750", True),
        ("P095219751", False),
        ("529.982.247-25", True),
        ("DE89370400440532013000", True),
        ("2123 45670 1", True),
        ("0000000000", False),
    ],
)
def test_numbers_of_many_countries(number: str, is_one: bool) -> None:
    assert national_ids.is_national_id(number) == is_one
