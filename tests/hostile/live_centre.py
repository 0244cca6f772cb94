"""A centre in mode live, with people, screens and sources of its own: nothing else says who may come in."""

import time
from pathlib import Path
from typing import Final

from dashboard.identity.identities import Identities, identity_url
from dashboard.incidents.states import Role
from feeds.model import Utc
from tests.deep.centre import Centre

ORIGIN: Final = "https://wall.example"
SOURCE_TOKEN: Final = "token-of-source-a-0123456789abcdef"
PASSWORD: Final = "a long sentence that nobody guesses"
BY: Final = "command line"
SETTINGS: Final = f"""
mode = "live"
allowed_origins = ["{ORIGIN}"]
[[source]]
kind = "positions"
name = "gps-a"
token = "{SOURCE_TOKEN}"
"""


class LiveCentre(Centre):
    """Its settings come from a file, its people from its own store of identities."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        (folder / "wanglou.toml").write_text(SETTINGS)
        self.data.mkdir()
        self.identities = Identities(identity_url(self.data, ""))
        for name, roles, admin in (("lead", [Role.SHIFT_LEAD], False), ("root", [], True)):
            self.identities.add_account(
                name, by=BY, now=now(), name=name, roles=roles, admin=admin, password=PASSWORD,
                must_change=False,
            )  # fmt: skip

    def session(self, account: str = "lead") -> str:
        """The secret of a fresh session."""
        return self.identities.begin(account, now(), BY).secret

    def stop(self) -> None:
        super().stop()
        self.identities.close()

    def secret(self) -> str:
        """With which tickets are signed."""
        return (self.data / "secret").read_text().strip()

    def _environment(self, name: str = "") -> dict[str, str]:
        made = super()._environment(name)
        for setting in ("WANGLOU_MODE", "WANGLOU_SIMULATE", "WANGLOU_DEMO_TOKEN"):
            made.pop(setting, None)
        return made | {"WANGLOU_CONFIG": str(self.folder / "wanglou.toml")}


def now() -> Utc:
    return Utc(time.time())
