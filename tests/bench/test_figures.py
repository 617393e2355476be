"""A ratio compares what was measured one after the other."""

import pytest

from bench.figures import Sample, compare
from bench.table import Aim


def test_yardstick_and_ours_take_turns() -> None:
    order: list[str] = []

    def measure(name: str, rate: float) -> Sample:
        order.append(name)
        return Sample(rate, own_cpu=1000 / rate)

    found = compare(
        2,
        lambda: measure("bare", 100),
        {"one": lambda: measure("one", 50), "two": lambda: measure("two", 25)},
    )

    assert order == ["bare", "one", "bare", "two"] * 2
    assert found["one"].ratio == pytest.approx(0.5)
    assert found["one"].slowness == pytest.approx(2)
    assert found["two"].dearer_than(found["one"]) == pytest.approx(2)


def test_an_aim_is_met_or_missed() -> None:
    assert Aim(at_least=0.4).verdict(0.4) == "met"
    assert Aim(at_least=0.4).verdict(0.39) == "MISSED"
    assert Aim(at_most=3).verdict(3.1) == "MISSED"
    assert Aim().verdict(1) == ""
