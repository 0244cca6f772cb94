"""The district of an installation: imported or drawn, and only scopes it has."""

from pathlib import Path

import pytest

from dashboard import settings
from dashboard.home_district import check_scope, divisions_here, home_district, require_division
from dashboard.identity.errors import Unfit
from feeds.errors import BadSetting
from feeds.geo import imported
from feeds.geo.survey import survey
from tests.feeds.geo.test_survey import collection, square


def given(folder: Path, scope: str) -> settings.Settings:
    """Settings for that scope and data folder."""
    return settings.load({"data": str(folder), "scope": scope}, environment={})


def test_an_import_is_the_district_everywhere(tmp_path: Path) -> None:
    """Its code, its name, its streets; of ours nothing is left."""
    areas = survey(collection(square("320102001001001", 0, 0, 区县="玄武区"))).areas
    assert areas is not None
    mine = given(tmp_path, "320102001")
    imported.save(mine.geo_folder, areas)
    home = home_district(mine)
    assert (home.code, home.name_zh, home.surveyed) == ("320102", "玄武区", True)
    assert [street.code for street in home.streets] == ["320102001"]
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize("scope", ["110101", "320104999", "320102"])
def test_a_scope_without_a_map_is_named(tmp_path: Path, scope: str) -> None:
    """With what there is a map of."""
    with pytest.raises(
        BadSetting, match=f"scope is '{scope}': there is only a map of 320104 and its streets"
    ):
        check_scope(given(tmp_path, scope))


def test_after_an_import_the_old_scope_is_refused(tmp_path: Path) -> None:
    """The wall must not show Qinhuai because nobody wrote another scope."""
    areas = survey(collection(square("320102001001001", 0, 0))).areas
    assert areas is not None
    imported.save(given(tmp_path, "320104").geo_folder, areas)
    with pytest.raises(BadSetting, match="map of 320102 and its street 320102001"):
        home_district(given(tmp_path, "320104"))
    check_scope(given(tmp_path, "320102"))


def test_nobody_is_bound_where_the_installation_is_on_no_map(tmp_path: Path) -> None:
    """A sentence that says whose scope is wrong; no code at all is judged elsewhere."""
    here = divisions_here(given(tmp_path, "110101"))
    assert here == ()
    require_division("not a code", here)
    with pytest.raises(Unfit, match=r"scope is '320104': .* own scope, in its settings, is on no map"):
        require_division("320104", here)


def test_a_district_of_no_street_is_spoken_of() -> None:
    """As itself."""
    with pytest.raises(Unfit, match=r"there is 320104$"):
        require_division("320105", ("320104",))
