"""``GET /video/{camera}/{file}``: what the demo's encoder writes. Two names, both checked, one folder
deep.
"""

import re
from pathlib import Path
from typing import Final

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dashboard.web.answers import TurnedAway

CAMERA: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
MEDIA_TYPES: Final = {
    "m3u8": "application/vnd.apple.mpegurl",
    "m4s": "video/iso.segment",
    "mp4": "video/mp4",
    "ts": "video/mp2t",
}
FILE: Final = re.compile(rf"[A-Za-z0-9_-]{{1,64}}\.({'|'.join(MEDIA_TYPES)})")
FOR_A_MINUTE: Final = "private, max-age=60"


class VideoDoor:
    """Serves the files below ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def __call__(self, request: Request) -> Response:
        """The file; 404 for every name that is no camera's file, whatever is on the disk."""
        camera, name = str(request.path_params["camera"]), str(request.path_params["file"])
        match = FILE.fullmatch(name)
        path = self._folder / camera / name
        if not CAMERA.fullmatch(camera) or match is None or not self._holds(path):
            raise TurnedAway(404, "there is no such picture now")
        # A playlist changes every second, and so does the first segment after a restart of the encoder.
        lasting = match[1] in ("m4s", "ts")
        headers = {"Cache-Control": FOR_A_MINUTE if lasting else "no-cache"}
        return FileResponse(path, media_type=MEDIA_TYPES[match[1]], headers=headers)

    def _holds(self, path: Path) -> bool:
        """Whether it is a file of ours: no link on the way leads elsewhere."""
        return path.is_file() and path.resolve() == self._folder.resolve() / path.parent.name / path.name
