"""A bare Git repository over smart HTTP on loopback, as Flux needs it: `git http-backend` behind a small server."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from manifests.errors import UserError


@contextmanager
def git_server(folder: Path) -> Iterator[str]:
    """The address below which every bare repository in `folder` is served, until the end of `with`. Read only."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve(b"")

        def do_POST(self) -> None:
            self._serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

        def _serve(self, body: bytes) -> None:
            path, _, query = self.path.partition("?")
            environment = {
                "PATH": os.environ.get("PATH", ""),
                "GIT_PROJECT_ROOT": str(folder),
                "GIT_HTTP_EXPORT_ALL": "1",
                "GIT_CONFIG_COUNT": "1",
                "GIT_CONFIG_KEY_0": "safe.directory",
                "GIT_CONFIG_VALUE_0": "*",
                "GIT_PROTOCOL": self.headers.get("Git-Protocol") or "",
                "REQUEST_METHOD": self.command,
                "PATH_INFO": path,
                "QUERY_STRING": query,
                "CONTENT_TYPE": self.headers.get("Content-Type") or "",
                "CONTENT_LENGTH": str(len(body)),
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding") or "",
                "REMOTE_ADDR": "127.0.0.1",
            }
            done = subprocess.run(
                ["git", "http-backend"], input=body, env=environment, capture_output=True, check=False
            )
            head, _, content = done.stdout.partition(b"\r\n\r\n")
            said = [line.partition(":")[::2] for line in head.decode("latin-1").split("\r\n") if line]
            status = next((value.strip() for name, value in said if name == "Status"), "200 OK")
            self.send_response(int(status.split()[0]))
            for name, value in said:
                if name != "Status":
                    self.send_header(name, value.strip())
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Origin:
    """A bare repository that Flux watches, and a work tree to commit from."""

    def __init__(self, folder: Path, name: str = "platform") -> None:
        self.bare = folder / "served" / f"{name}.git"
        self.work = folder / "work"
        self.name = name
        self.bare.parent.mkdir(parents=True)
        self._git("init", "--quiet", "--bare", "--initial-branch=main", str(self.bare), cwd=folder)

    def clone(self) -> Path:
        self._git("clone", "--quiet", str(self.bare), str(self.work), cwd=self.bare.parent)
        return self.work

    def commit(self, message: str) -> str:
        """Everything in the work tree, committed and pushed. Returns the commit."""
        self._git("add", "--all", "--force")
        self._git("commit", "--quiet", "--allow-empty", "--message", message)
        self._git("push", "--quiet", "origin", "HEAD:main")
        return self._git("rev-parse", "HEAD").strip()

    def head(self) -> str:
        return self._git("rev-parse", "HEAD").strip()

    def restore(self, commit: str) -> None:
        """Make the work tree what it was at a commit, whatever was done to it since. Commits nothing."""
        self._git("add", "--all", "--force")
        self._git("read-tree", "--reset", "-u", commit)

    def _git(self, *arguments: str, cwd: Path | None = None) -> str:
        identity = ("-c", "user.name=Roadstead", "-c", "user.email=roadstead@example.com", "-c", "commit.gpgsign=false")
        environment = {"PATH": os.environ.get("PATH", ""), "HOME": str(self.bare.parent), "GIT_CONFIG_NOSYSTEM": "1"}
        done = subprocess.run(
            ["git", *identity, *arguments],
            cwd=cwd or self.work,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise UserError(f"git {arguments[0]} failed: {done.stderr.strip()}")
        return done.stdout
