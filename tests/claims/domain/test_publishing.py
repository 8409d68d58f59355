"""What may be published: from everything that is shown, no hidden small count can be worked out."""

import itertools
import random

import pytest

from claims.domain.publishing import SMALL, Count, Share, Shown, Verdict, judge, publish

FEW, ALMOST_ALL, OPEN, COVERED = Shown.FEW, Shown.ALMOST_ALL, Shown.OPEN, Shown.COVERED
NOTHING = Count(0)
LARGEST = 200


def shown(verdicts: dict) -> dict:
    return {office: verdict.shown for office, verdict in verdicts.items()}


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Count(9), FEW),
        (Count(10), OPEN),
        (Share(9, 100), FEW),
        (Share(10, 100), OPEN),
        (Share(90, 100), OPEN),
        (Share(91, 100), ALMOST_ALL),
        (Share(100, 100), ALMOST_ALL),
        (Share(0, 0), FEW),
        (Share(3, 7), FEW),
    ],
)
def test_a_count_below_ten_is_hidden_on_either_side_of_a_share(figure, verdict):
    assert judge(figure) is verdict


def test_one_small_office_hides_a_second_one_so_that_the_sum_does_not_tell():
    offices, total = publish({"a": Count(3), "b": Count(50), "c": Count(80)}, NOTHING)

    assert shown(offices) == {"a": FEW, "b": COVERED, "c": OPEN}
    assert (offices["c"].value, offices["b"].value, total) == (80, None, Verdict(OPEN, 133))


def test_a_covered_office_that_is_hardly_larger_is_not_enough():
    """10 and 0 hidden behind a sum of 10 would tell both."""
    offices, total = publish({"a": Count(0), "b": Count(3), "c": Count(10), "d": Count(11), "e": Count(40)}, NOTHING)

    assert shown(offices) == {"a": FEW, "b": FEW, "c": COVERED, "d": COVERED, "e": COVERED}
    assert total == Verdict(OPEN, 64)


def test_several_small_offices_cover_each_other():
    offices, total = publish({"a": Count(3), "b": Count(5), "c": Count(8), "d": Count(60)}, NOTHING)

    assert shown(offices) == {"a": FEW, "b": FEW, "c": FEW, "d": OPEN}
    assert total.value == 76


@pytest.mark.parametrize("counts", [{"a": 3}, {"a": 9, "b": 9}, {"a": 3, "b": 4}])
def test_where_nothing_is_left_to_hide_behind_the_sum_is_hidden(counts):
    offices, total = publish({office: Count(count) for office, count in counts.items()}, NOTHING)

    assert set(shown(offices).values()) == {FEW}
    assert total.value is None


def test_the_only_office_is_the_sum():
    assert publish({"a": Count(30)}, NOTHING) == ({"a": Verdict(OPEN, 30)}, Verdict(OPEN, 30))


def test_a_large_sum_of_small_offices_may_be_known():
    counts = {f"office {n}": Count(5) for n in range(30)}

    assert publish(counts, NOTHING)[1] == Verdict(OPEN, 150)


def test_shares_are_whole_percent():
    offices, total = publish({"a": Share(50, 150), "b": Share(80, 160)}, Share(0, 0))

    assert (offices, total) == ({"a": Verdict(OPEN, 33), "b": Verdict(OPEN, 50)}, Verdict(OPEN, 42))


def feasible(figures: dict, verdicts: dict, side: int) -> dict:
    """Return between what every hidden count can lie for somebody who knows the sum, the open figures and the labels.

    The bounds are found by trying: a value is possible when the others can make up the rest.
    """
    limits = {FEW: ((0, SMALL - 1), (0, LARGEST)), ALMOST_ALL: ((SMALL, LARGEST), (0, SMALL - 1)), COVERED: ((SMALL, LARGEST),) * 2}
    hidden = {office: limits[verdicts[office].shown][side] for office in figures if verdicts[office].shown is not OPEN}
    rest = sum(figures[office].sides[side] for office in hidden)
    found = {}
    for office, (low, high) in hidden.items():
        others = [bounds for other, bounds in hidden.items() if other != office]
        least, most = sum(low for low, _ in others), sum(high for _, high in others)
        found[office] = [value for value in range(low, high + 1) if least <= rest - value <= most]
    return found


def counts_of(kind: str, dice: random.Random) -> Count | Share:
    size = dice.choice([1, 4, 9, 10, 11, 25, 60])
    return Count(size) if kind == "count" else Share(dice.randint(0, size), size)


@pytest.mark.parametrize("kind", ["count", "share"])
@pytest.mark.parametrize("seed", range(60))
def test_no_hidden_small_count_can_be_worked_out(kind, seed):
    """For somebody who knows the rules, every small count could still be anything from nought to nine."""
    dice = random.Random(f"{kind} {seed}")
    figures = {office: counts_of(kind, dice) for office in range(dice.randint(1, 9))}
    verdicts, total = publish(figures, NOTHING if kind == "count" else Share(0, 0))
    if total.shown is not OPEN:
        return
    sides = len(next(iter(figures.values())).sides)

    told = {
        (office, side): values
        for side in range(sides)
        for office, values in feasible(figures, verdicts, side).items()
        if figures[office].sides[side] < SMALL and not set(range(SMALL)) <= set(values)
    }

    assert told == {}


def test_feasible_values_are_those_of_every_possible_table():
    """The reasoning above, checked against every table of three offices that would be published like this one."""
    figures = {"a": Count(2), "b": Count(14), "c": Count(16)}
    verdicts, total = publish(figures, NOTHING)
    tables = [
        table
        for table in itertools.product(range(40), repeat=3)
        if sum(table) == total.value
        and all(verdict.value == count for verdict, count in zip(verdicts.values(), table, strict=True) if verdict.value is not None)
        and all((verdict.shown is FEW) == (count < SMALL) for verdict, count in zip(verdicts.values(), table, strict=True))
    ]

    assert {table[0] for table in tables} == set(range(SMALL))
    assert {table[0] for table in tables} == set(feasible(figures, verdicts, 0)["a"])


def test_open_figures_are_true_and_hidden_ones_have_no_value():
    figures = {office: Count(count) for office, count in enumerate([3, 8, 12, 50, 90])}
    verdicts, _ = publish(figures, NOTHING)

    assert {office: verdict.value for office, verdict in verdicts.items()} == {
        office: figures[office].part if verdict.shown is OPEN else None for office, verdict in verdicts.items()
    }
