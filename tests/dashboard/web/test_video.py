"""Pictures from one folder and from nowhere else."""

from pathlib import Path

import httpx
import pytest


async def test_playlists_are_fresh_and_segments_may_be_kept(
    client: httpx.AsyncClient, tmp_path: Path
) -> None:
    """Each with the type a player needs."""
    folder = tmp_path / "video" / "scene-1"
    folder.mkdir(parents=True)
    (folder / "index.m3u8").write_text("#EXTM3U")
    (folder / "s7.m4s").write_bytes(b"media")
    playlist = await client.get("/video/scene-1/index.m3u8")
    assert playlist.headers["cache-control"] == "no-cache" and "mpegurl" in playlist.headers["content-type"]
    segment = await client.get("/video/scene-1/s7.m4s")
    assert segment.content == b"media" and segment.headers["cache-control"] == "private, max-age=60"


@pytest.mark.parametrize(
    "path",
    [
        "scene-1/../secret.mp4",
        "..%2f/secret.mp4",
        "%2e%2e/secret.mp4",
        "scene-1/secret.txt",
        "scene-1/.mp4",
        "scene-1/index.m3u8%00.mp4",
        "scene-1/%2fetc%2fpasswd.mp4",
        "scene-1/link.mp4",
        "scene-1/no.mp4",
    ],
)
async def test_no_other_file_is_reached(client: httpx.AsyncClient, tmp_path: Path, path: str) -> None:
    """By no spelling, and not through a link."""
    folder = tmp_path / "video" / "scene-1"
    folder.mkdir(parents=True)
    (tmp_path / "secret.mp4").write_text("secret")
    (tmp_path / "video" / "secret.mp4").write_text("secret")
    (folder / "secret.txt").write_text("secret")
    (folder / "link.mp4").symlink_to(tmp_path / "secret.mp4")
    answer = await client.get(f"/video/{path}")
    assert answer.status_code == 404 and answer.text != "secret"
