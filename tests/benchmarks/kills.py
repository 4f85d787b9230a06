"""Kill the whole command at random moments, and look whether anything of a person's or of the tree is lost.

    nice python tests/benchmarks/kills.py [KILLS [SEED]]     (default 100 1)

Each round changes platform.yaml, starts `sync` or `sync --commit` with the real kustomize and Git, and sends SIGKILL,
to the process alone or to all that it started, at a moment drawn over the whole run or within a phase drawn first. In
some rounds a person has edited a generated file before, or saves one during the run. Afterwards: every file is whole,
old or new; clusters/ is never ahead; nothing of a person's has changed; HEAD is the old commit or one whole new one;
the next run finishes, and the tree equals the one that a sync into an empty repository gives.

Prints how many were killed in which phase. A round that ended before its kill counts as done, not as a kill.
"""

from __future__ import annotations

import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from killed_platform import Version, versions, write_persons_files
from killed_repository import OUTPUTS, blob_name, prepare, settings, tree

PHASES = {b"": "starting", b"R": "reading", b"P": "proving", b"W": "writing", b"X": "pruning", b"C": "committing"}
EDIT = b"# a person wrote this\n"
LONGEST_WAIT = {b"R": 0.05, b"P": 0.25, b"W": 0.02, b"X": 0.005, b"C": 0.06}
"""Seconds after the phase began, about as long as it takes."""


def main(argv: list[str]) -> int:
    kills, seed = int(argv[0]) if argv else 100, int(argv[1]) if argv[1:] else 1
    with tempfile.TemporaryDirectory() as folder:
        test = Rounds(Path(folder).resolve(), random.Random(seed))
        began, told = time.monotonic(), 0
        while sum(test.killed.values()) < kills:
            test.round()
            done = sum(test.killed.values())
            if done >= told + 50 or done == kills:
                told = done
                print(f"{done} killed in {time.monotonic() - began:.0f} s: {test.said()}", flush=True)
        run(("git", "fsck", "--strict"), test.root)
    print(f"nothing lost, seed {seed}")
    return 0


class Rounds:
    """One repository that is killed again and again."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.chance = chance
        self.killed: Counter[str] = Counter()
        self.seen: Counter[str] = Counter()
        self.environment = settings(folder)
        self.cold = {
            version: self._cold(folder / f"cold{number}", version) for number, version in enumerate(versions())
        }
        self.root = folder / "repository"
        self.version = next(versions())
        prepare(self.root, self.version)
        run(("git", "init", "--quiet"), self.root, self.environment)
        took = time.monotonic()
        self._finish(self.version, commit=True)
        self.seconds = time.monotonic() - took

    def said(self) -> str:
        phases = [f"{self.killed[name]} {name}" for name in PHASES.values() if self.killed[name]]
        return ", ".join([*phases, *(f"{count} {name}" for name, count in sorted(self.seen.items()))])

    def round(self) -> None:
        old, new = self.version, self.chance.choice([each for each in self.cold if each != self.version])
        mine = write_persons_files(self.root, self.chance)
        (self.root / "platform.yaml").write_text(new.text(), encoding="utf-8")
        commit = self.chance.random() < 0.4
        edit = self.chance.choices(("", "before", "during"), (6, 1, 1))[0]
        edited = self.chance.choice(sorted(self.cold[old])) if edit else ""
        edited_text = self.cold[old].get(edited, b"") + EDIT
        if edited.endswith(".json"):
            edit = ""
        if edit == "before":
            (self.root / edited).write_bytes(edited_text)
        head = self._head()
        prunes = bool(self.cold[old].keys() - self.cold[new].keys())
        phase = self._run_and_kill(commit, prunes, edited if edit == "during" else "", edited_text)
        (self.killed if phase else self.seen)[phase or "done before the kill"] += 1
        saved = bool(edit) and (self.root / edited).exists() and (edit == "before" or self._saved)
        if saved:
            mine[edited] = edited_text
        self._look(old, new, mine, head)
        if saved:
            self.seen[f"edited {edit}"] += 1
            self._is_kept(edited, edited_text, old, new)
        self._finish(new, commit)
        self._look(new, new, {path: text for path, text in mine.items() if path != edited}, None)
        self.version = new

    def _run_and_kill(self, commit: bool, prunes: bool, edited: str, text: bytes) -> str:
        """The phase in which it was killed; "" where it had ended. Saves the edited file on the way."""
        reading, writing = os.pipe()
        arguments = ["--quiet", *(["--commit"] if commit else [])]
        command = (sys.executable, str(Path(__file__).with_name("noted_sync.py")), str(writing), *arguments)
        wanted = self.chance.choice((b"", b"R", b"P", b"W", b"X" if prunes else b"W", b"C" if commit else b"W"))
        wait = self.chance.uniform(0, LONGEST_WAIT.get(wanted, self.seconds))
        save_at = self.chance.uniform(0, self.seconds * 0.8) if edited else None
        self._saved = False
        process = subprocess.Popen(
            command, cwd=self.root, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            start_new_session=True, pass_fds=(writing,),
        )  # fmt: skip
        os.close(writing)
        began, notes, kill_at = time.monotonic(), b"", None if wanted else wait
        while process.poll() is None:
            now = time.monotonic() - began
            if save_at is not None and now >= save_at:
                save_at = None
                self._saved = save(self.root / edited, text)
            if kill_at is not None and now >= kill_at:
                (os.killpg if self.chance.random() < 0.5 else os.kill)(process.pid, signal.SIGKILL)
                break
            if select.select([reading], [], [], 0.001)[0]:
                notes += os.read(reading, 1000)
                if wanted and wanted in notes and kill_at is None:
                    kill_at = time.monotonic() - began + wait
        process.wait()
        wait_for_group(process.pid)
        while rest := os.read(reading, 1000):
            notes += rest
        os.close(reading)
        return PHASES[notes[-1:]] if process.returncode == -signal.SIGKILL and notes[-1:] != b"D" else ""

    def _look(self, old: Version, new: Version, mine: dict[str, bytes], head: str | None) -> None:
        found, before, after = tree(self.root), self.cold[old], self.cold[new]
        for path, text in mine.items():
            assert (self.root / path).read_bytes() == text, f"{path}: a person's text is lost"
        ours = {path: text for path, text in found.items() if path not in mine}
        for path, text in ours.items():
            assert text in (before.get(path), after.get(path)), f"{path}: neither old nor new"
        for path in (before.keys() & after.keys()) - mine.keys():
            assert path in ours, f"{path}: gone"
        ahead = [path for path, text in ours.items() if path.startswith("clusters/") and text != before.get(path)]
        for path in after if ahead else ():
            if not path.startswith("clusters/") and path not in mine:
                assert ours.get(path) == after[path], f"{ahead[0]} is ahead of {path}"
        if head is not None and self._head() != head:
            self.seen["committed by the killed run"] += 1
            assert self._git("rev-parse", "HEAD^").strip() == head
            self._is_committed(after, mine)

    def _is_kept(self, edited: str, text: bytes, old: Version, new: Version) -> None:
        """The next run stops for the edit; the one after it is told to give it up, or finds it taken back."""
        self._remove_locks()
        done = self._sync()
        assert done.returncode == 1 and edited in done.stderr, done.stderr
        assert (self.root / edited).read_bytes() == text
        if edited in self.cold[new] and self.chance.random() < 0.5:
            done = self._sync("--discard-edits", edited)
            assert done.returncode == 0, done.stderr
        else:
            (self.root / edited).write_bytes(self.cold[old][edited])

    def _finish(self, version: Version, commit: bool) -> None:
        self._remove_locks()
        done = self._sync(*(["--commit"] if commit else []))
        assert done.returncode == 0, done.stderr
        found = tree(self.root)
        cold = self.cold[version]
        assert {path: found[path] for path in cold} == cold
        assert not [path for path in found if ".roadstead-tmp" in path]
        if commit:
            self._is_committed(cold, {})

    def _is_committed(self, texts: dict[str, bytes], mine: dict[str, bytes]) -> None:
        """HEAD holds these; a run that was killed may not have got to say that Git read what a person saved late."""
        listed = self._git("ls-tree", "-r", "HEAD", *OUTPUTS).splitlines()
        names = {line.split("\t")[1]: line.split()[2] for line in listed}
        assert names.keys() == texts.keys()
        for path, text in texts.items():  # not the work tree: a person may have saved a file since
            if names[path] != blob_name(text):
                self.seen["late edit committed by the killed run"] += 1
                held = self._git("cat-file", "blob", names[path])
                assert names[path] == blob_name(mine.get(path, b"")), f"{path}: committed with {held!r}"

    def _remove_locks(self) -> None:
        """What Git itself leaves when it is killed, and asks a person to remove."""
        for lock in (self.root / ".git").rglob("*.lock"):
            self.seen["Git's own lock left"] += 1
            lock.unlink()

    def _cold(self, root: Path, version: Version) -> dict[str, bytes]:
        prepare(root, version)
        command = (sys.executable, "-m", "generators.sync", "--quiet")
        done = subprocess.run(command, cwd=root, env=self.environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return tree(root)

    def _sync(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = (sys.executable, "-m", "generators.sync", "--quiet", *arguments)
        return subprocess.run(command, cwd=self.root, env=self.environment, capture_output=True, text=True, check=False)

    def _head(self) -> str:
        return self._git("rev-parse", "HEAD").strip()

    def _git(self, *arguments: str) -> str:
        done = subprocess.run(
            ("git", *arguments), cwd=self.root, env=self.environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


def save(path: Path, text: bytes) -> bool:
    """As an editor does: whole. False where the file has gone meanwhile."""
    if not path.exists():
        return False
    new = path.with_name(".editor-swap")
    new.write_bytes(text)
    new.replace(path)
    return True


def wait_for_group(group: int) -> None:
    """A process that was killed alone leaves its children; what they still do comes before the look."""
    with suppress(ProcessLookupError):
        while True:
            os.killpg(group, 0)
            time.sleep(0.002)


def run(command: tuple[str, ...], at: Path, environment: dict[str, str] | None = None) -> None:
    subprocess.run(command, cwd=at, env=environment, check=True, stdout=subprocess.DEVNULL)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
