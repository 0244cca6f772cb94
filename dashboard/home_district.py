"""The district of this installation: the centre's own where one was imported, else our schematic."""

from collections.abc import Sequence

from dashboard.settings import Settings
from feeds.errors import BadSetting
from feeds.geo import district
from feeds.geo.district import District


def home_district(settings: Settings) -> District:
    """Load it; takes seconds the first time. Raises BadSetting for a scope that it does not have."""
    check_scope(settings)
    return district.load(settings.cache_folder, settings.geo_folder)


def check_scope(settings: Settings) -> None:
    """Raises BadSetting for a scope without a map: nobody to simulate there and nowhere to draw."""
    codes = district.division_codes(settings.geo_folder)
    if settings.scope not in codes:
        raise BadSetting("scope", settings.scope, f"there is only a map of {spoken(codes)}")


def spoken(codes: Sequence[str]) -> str:
    """A district and its streets, in words."""
    whole, *streets = codes
    last = f" to {streets[-1]}" if len(streets) > 1 else ""
    return f"{whole} and its street{'s' if last else ''} {streets[0]}{last}"
