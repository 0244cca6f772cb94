"""The district of this installation: the centre's own where one was imported, else our schematic."""

from collections.abc import Sequence
from typing import Final

from dashboard.identity.accounts import SCOPE_DIGITS
from dashboard.identity.errors import Unfit
from dashboard.settings import Settings
from feeds.errors import BadSetting
from feeds.geo import district
from feeds.geo.district import District

NO_MAP: Final = (
    "can be nobody's yet: this installation's own scope, in its settings, is on no map",
    "尚不能使用：本系统设置中的辖区（scope）不在任何地图上",
)


def home_district(settings: Settings) -> District:
    """Load it; takes seconds the first time. Raises BadSetting for a scope that it does not have."""
    check_scope(settings)
    return district.load(settings.cache_folder, settings.geo_folder)


def check_scope(settings: Settings) -> None:
    """Raises BadSetting for a scope without a map: nobody to simulate there and nowhere to draw."""
    codes = district.division_codes(settings.geo_folder)
    if settings.scope not in codes:
        raise BadSetting("scope", settings.scope, f"there is only a map of {spoken(codes)}")


def divisions_here(settings: Settings) -> tuple[str, ...]:
    """What an account or a screen of this installation may be bound to: its scope, the streets within, and
    the district it lies in.
    """
    codes, scope = district.division_codes(settings.geo_folder), settings.scope
    return tuple(code for code in codes if code.startswith(scope) or scope.startswith(code))


def require_division(scope: object, here: Sequence[str]) -> None:
    """Raises BadInput for the code of a division that is not one of these. What is no code at all is judged
    elsewhere.
    """
    if not (isinstance(scope, str) and scope.isdecimal() and len(scope) in SCOPE_DIGITS) or scope in here:
        return
    if not here:
        raise Unfit("scope", scope, *NO_MAP)
    why = f"is no division of this installation; there is {spoken(here)}"
    raise Unfit("scope", scope, why, f"不在本系统辖区内；可用代码：{'、'.join(here)}")


def spoken(codes: Sequence[str]) -> str:
    """A district and its streets, in words."""
    whole, *streets = codes
    if not streets:
        return whole
    last = f" to {streets[-1]}" if len(streets) > 1 else ""
    return f"{whole} and its street{'s' if last else ''} {streets[0]}{last}"
