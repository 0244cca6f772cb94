"""Senders of incidents: the hotline, a reporting app, another centre. They send no positions, so this reads
nothing; its table gives a sender its name and its token at the doors for incidents.
"""

from collections.abc import Iterable

from feeds.errors import BadInput, BadSetting
from feeds.model import Fix, Message
from feeds.sources.contract import Source, SourceConfig


class Incidents(Source):
    """A name and a token. Raises BadSetting for a limit to entities: an incident is about none."""

    kind = "incidents"
    title_zh = "事件接口"
    title_en = "Incident intake"

    def __init__(self, config: SourceConfig) -> None:
        super().__init__(config)
        if config.speaks_of:
            raise BadSetting(
                "speaks_of", config.speaks_of, "is for positions: an incident is about no entity"
            )

    def read(self, message: Message, heard_at: float) -> Iterable[Fix]:
        """Nothing. Raises BadInput: a position door asks no source of this kind."""
        raise BadInput(
            "body", message.body[:80], "is sent to a source of incidents, which takes no positions"
        )
