"""A small client of the Kubernetes API: JSON over HTTPS with a client certificate. Nothing is cached but discovery."""

import http.client
import json
import ssl
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from manifests.errors import UserError
from tests.cluster.lab.certificates import Certificates

Body = dict[str, Any]
_SECONDS = 60.0
APPLY = "application/apply-patch+yaml"
MERGE = "application/merge-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"
JSON = "application/json"


class ApiError(Exception):
    """The API server refused: `code` is the HTTP status, `reason` its own word, the text its message."""

    def __init__(self, code: int, reason: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Resource:
    """How a kind is called in paths."""

    plural: str
    namespaced: bool


class Client:
    """Talks to one API server. Safe to use from several threads: each has its own connection."""

    def __init__(self, port: int, certificates: Certificates) -> None:
        self._port = port
        self._context = ssl.create_default_context(cafile=certificates.path("ca.crt"))
        self._context.load_cert_chain(certificates.path("admin.crt"), certificates.path("admin.key"))
        self._local = threading.local()
        self._resources: dict[tuple[str, str], Resource] = {}

    def request(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        content: str = JSON,
        query: Mapping[str, str] | None = None,
    ) -> Any:
        """One request; the answer as JSON values, or text where it is none. Raises ApiError."""
        target = f"{path}?{urlencode(query)}" if query else path
        data = None if body is None else json.dumps(body).encode()
        for attempt in (0, 1):
            connection = self._connection(fresh=attempt == 1)
            try:
                connection.request(method, target, data, {"Content-Type": content, "Accept": JSON})
                answer = connection.getresponse()
                text = answer.read()
                break
            except (http.client.HTTPException, ConnectionError, ssl.SSLError):  # kept open, and closed by the server
                if attempt == 1:
                    raise
        return _read(answer.status, text)

    def _connection(self, *, fresh: bool) -> http.client.HTTPSConnection:
        held: http.client.HTTPSConnection | None = getattr(self._local, "connection", None)
        if held is None or fresh:
            held = http.client.HTTPSConnection("127.0.0.1", self._port, timeout=_SECONDS, context=self._context)
            self._local.connection = held
        return held

    def path(self, api_version: str, kind: str, namespace: str | None = None, name: str | None = None) -> str:
        """The path of a kind's list, or of one object. Raises UserError for a kind that the server does not serve."""
        root = "/api/v1" if api_version == "v1" else f"/apis/{quote(api_version)}"
        resource = self._resource(root, kind)
        parts = [root]
        if resource.namespaced and namespace is not None:
            parts += ["namespaces", quote(namespace)]
        parts.append(resource.plural)
        if name is not None:
            parts.append(quote(name))
        return "/".join(parts)

    def _resource(self, root: str, kind: str) -> Resource:
        if (root, kind) not in self._resources:
            for item in self.request("GET", root).get("resources", []):
                if "/" not in item["name"]:
                    self._resources[root, item["kind"]] = Resource(item["name"], item["namespaced"])
        if (root, kind) not in self._resources:
            raise UserError(f"the API server knows no {kind} in {root}")
        return self._resources[root, kind]

    def get(self, api_version: str, kind: str, namespace: str | None, name: str) -> Body | None:
        """One object, or None where there is none."""
        try:
            found: Body = self.request("GET", self.path(api_version, kind, namespace, name))
            return found
        except ApiError as error:
            if error.code == http.HTTPStatus.NOT_FOUND:
                return None
            raise

    def list(self, api_version: str, kind: str, namespace: str | None = None, selector: str = "") -> list[Body]:
        """The objects of a kind, of all namespaces without one."""
        query = {"labelSelector": selector} if selector else None
        items: list[Body] = self.request("GET", self.path(api_version, kind, namespace), query=query)["items"]
        return items

    def create(self, body: Body) -> Body:
        made: Body = self.request("POST", self._path_of(body, named=False), body)
        return made

    def apply(self, body: Body, manager: str, *, force: bool = True, dry_run: bool = False) -> Body:
        """Server-side apply."""
        query = {"fieldManager": manager, "force": str(force).lower(), "fieldValidation": "Strict"}
        if dry_run:
            query["dryRun"] = "All"
        path = self._path_of(body, named=True)
        applied: Body = self.request("PATCH", path, body, content=APPLY, query=query)
        return applied

    def patch(
        self,
        api_version: str,
        kind: str,
        namespace: str | None,
        name: str,
        body: Any,
        *,
        content: str = MERGE,
        part: str = "",
    ) -> Body:
        """Patch one object, or a part of it such as "/status" or "/scale"."""
        patched: Body = self.request(
            "PATCH", self.path(api_version, kind, namespace, name) + part, body, content=content
        )
        return patched

    def delete(self, api_version: str, kind: str, namespace: str | None, name: str) -> None:
        """Delete one object; nothing where it is gone already."""
        try:
            self.request("DELETE", self.path(api_version, kind, namespace, name))
        except ApiError as error:
            if error.code != http.HTTPStatus.NOT_FOUND:
                raise

    def _path_of(self, body: Body, *, named: bool) -> str:
        metadata = body["metadata"]
        name = metadata["name"] if named else None
        return self.path(body["apiVersion"], body["kind"], metadata.get("namespace"), name)


def _read(status: int, text: bytes) -> Any:
    try:
        body = json.loads(text)
    except ValueError:
        body = text.decode("utf-8", "replace")
    if status < http.HTTPStatus.BAD_REQUEST:
        return body
    if isinstance(body, dict):
        raise ApiError(status, str(body.get("reason", "")), str(body.get("message", "")))
    raise ApiError(status, "", str(body).strip())


def kubeconfig(folder: Path, port: int, certificates: Certificates) -> Path:
    """A kubeconfig of the administrator, for the programs that read one."""
    path = folder / "kubeconfig"
    body = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {
                "name": "lab",
                "cluster": {
                    "server": f"https://127.0.0.1:{port}",
                    "certificate-authority": certificates.path("ca.crt"),
                },
            }
        ],
        "users": [
            {
                "name": "admin",
                "user": {
                    "client-certificate": certificates.path("admin.crt"),
                    "client-key": certificates.path("admin.key"),
                },
            }
        ],
        "contexts": [{"name": "lab", "context": {"cluster": "lab", "user": "admin"}}],
        "current-context": "lab",
    }
    path.write_text(json.dumps(body, indent=2), encoding="utf-8")
    return path
