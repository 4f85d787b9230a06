"""What the checker looks at, and what it leaves alone."""

import os
from pathlib import Path

from policies.load.walk import walk


def test_pipes_links_and_hidden_folders_are_left_out(tmp_path: Path) -> None:
    (tmp_path / "pod.yaml").write_text("kind: Pod\n", encoding="utf-8")
    (tmp_path / "link.yaml").symlink_to("pod.yaml")
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / ".hidden").mkdir()
    (tmp_path / ".hidden/pod.yaml").write_text("kind: Pod\n", encoding="utf-8")
    found = walk(tmp_path, ".")
    assert (found.folders, found.files) == ([], ["pod.yaml"])
