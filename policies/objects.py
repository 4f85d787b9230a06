"""One object that is judged, and where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from manifests.identity import Identity, identity_of


@dataclass(frozen=True, slots=True, order=True)
class Origin:
    """Who applies an object: a Flux Kustomization of a cluster.

    `cluster` is the directory that the cluster's Flux starts from. A name of "" stands for a person, or whatever else
    applies the first objects of a cluster.
    """

    cluster: str
    namespace: str = ""
    name: str = ""


@dataclass(frozen=True, eq=False)
class Object:
    """A Kubernetes object as kustomize rendered it, or as it stands in a file.

    `environment` is None where the repository knows no environments. `directory` is the kustomize directory or the
    file it came from, relative to the root of the repository. `origin` is who applies it, None where the repository has
    no Flux. Two objects are equal only if they are the same one,
    so that an object is a cheap key of a dictionary.
    """

    body: Mapping[str, Any]
    environment: str | None = None
    directory: str = ""
    origin: Origin | None = None

    def let_go(self) -> None:
        """Say that the object was judged: what can be read again need not stay in memory."""

    @cached_property
    def identity(self) -> Identity:
        """API version, kind, namespace and name. What is absent or no text is "" (no namespace: None); never raises."""
        return identity_of(self.body)

    @property
    def kind(self) -> str:
        return self.identity.kind

    @property
    def group(self) -> str:
        """The API group: "apps" of "apps/v1", "" of "v1"."""
        return self.identity.group

    @property
    def namespace(self) -> str:
        """The namespace the object is judged in: "default" where none is written, as kubectl applies it."""
        return self.identity.namespace or "default"

    @property
    def name(self) -> str:
        return self.identity.name

    @property
    def short(self) -> str:
        """Kind and name, as findings name objects."""
        return self.identity.short


class StoredObject(Object):
    """An object whose body is kept as JSON and read when somebody first asks for it.

    `identity` must be that of the body. ValueError from `body` where the text is no JSON.
    """

    def __init__(self, identity: Identity, text: bytes, environment: str | None, directory: str) -> None:
        for name, value in (
            ("identity", identity),
            ("_text", text),
            ("environment", environment),
            ("directory", directory),
            ("origin", None),
        ):
            self.__dict__[name] = value

    @cached_property
    def body(self) -> Mapping[str, Any]:
        """The body, the same one each time."""
        import orjson  # noqa: PLC0415 -- most commands read no stored object, and `--help` shall not load a parser

        body: Mapping[str, Any] = orjson.loads(self.__dict__["_text"])
        return body

    def let_go(self) -> None:
        self.__dict__.pop("body", None)
