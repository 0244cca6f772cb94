"""The authored facts: totals, codes, names."""

import pytest

from feeds.geo import qinhuai
from feeds.geo.qinhuai_communities import COMMUNITIES

EVERYTHING_NAMED = [*qinhuai.STREETS, *qinhuai.RIVERS, *qinhuai.ROADS, *qinhuai.WALL, *qinhuai.LANDMARKS]


def test_grids_add_up_to_the_districts_1334():
    """1,026 comprehensive and 308 dedicated grids over twelve streets."""
    assert len(qinhuai.STREETS) == 12
    assert sum(street.comprehensive for street in qinhuai.STREETS) == 1026
    assert sum(street.dedicated for street in qinhuai.STREETS) == 308


def test_shuangtang_is_as_published():
    """Shuangtang has 84 + 16 grids and ten communities with their official codes."""
    street = next(street for street in qinhuai.STREETS if street.zh == "双塘街道")
    assert (street.comprehensive, street.dedicated) == (84, 16)
    tails = {community.zh: community.tail for community in COMMUNITIES[street.code]}
    assert tails == {
        "五福街": "001", "太平苑": "003", "来凤街": "004", "玉带园": "007", "弓箭坊": "008",
        "凤游寺": "009", "胭脂巷": "012", "实辉巷": "015", "磨盘街": "017", "高岗里": "018",
    }  # fmt: skip


def test_there_are_104_communities_with_codes_of_their_own():
    """Every street has its communities; no code and no name occurs twice in a street."""
    assert set(COMMUNITIES) == {street.code for street in qinhuai.STREETS}
    assert sum(map(len, COMMUNITIES.values())) == 104
    for communities in COMMUNITIES.values():
        for field in ("tail", "zh", "en"):
            assert len({getattr(community, field) for community in communities}) == len(communities)


@pytest.mark.parametrize("fact", EVERYTHING_NAMED, ids=lambda fact: fact.code)
def test_everything_has_a_name_in_both_languages(fact):
    """Chinese names are Chinese, English names are ASCII."""
    assert any("\u4e00" <= letter <= "\u9fff" for letter in fact.zh)
    assert fact.en.isascii() and fact.en.strip()


def test_codes_of_lines_and_landmarks_are_unique():
    """A code names one thing."""
    codes = [fact.code for fact in EVERYTHING_NAMED]
    assert len(set(codes)) == len(codes)


def test_short_points_are_read_with_their_left_out_degrees():
    """A leading dot stands for 118 and 32; a latitude below 32 is written out."""
    assert qinhuai.decode_points(".830,31.978 .833,.002") == [(118.830, 31.978), (118.833, 32.002)]
