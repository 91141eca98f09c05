"""National numbers count only with a right checksum."""

from collections.abc import Callable

import pytest

from consult.privacy import identifiers


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (
            identifiers.is_taiwan_id,
            ["A123456789", "F223456786", "A800123450"],
            ["A123456788", "1123456789", "A12345678"],
        ),
        (identifiers.is_nhs_number, ["9434765919", "4010232137"], ["9434765918", "0000000000", "943476591"]),
        (
            identifiers.is_us_ssn,
            ["219099999"],
            ["000121234", "666121234", "912121234", "219001234", "219120000"],
        ),
        (
            identifiers.is_china_id,
            ["11010519491231002X"],
            ["110105194912310021", "110105194913310021", "11010519491231002", "1101O519491231002X"],
        ),
        (identifiers.is_hong_kong_id, ["A1234563"], ["A1234564"]),
        (identifiers.is_card_number, ["4111111111111111"], ["4111111111111112", "0000000000000000"]),
        (identifiers.is_uk_national_insurance, ["AB123456C"], ["GB123456C"]),
    ],
)
def test_checksum(check: Callable[[str], bool], right: list[str], wrong: list[str]) -> None:
    assert [check(number) for number in right] == [True] * len(right)
    assert [check(number) for number in wrong] == [False] * len(wrong)
