"""An image reference taken apart: [registry[:port]/]name[:tag][@digest]."""

import re
from dataclasses import dataclass

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class ImageReference:
    """`tag` and `digest` are "" where absent. A colon before the last slash belongs to a registry's port."""

    name: str
    tag: str
    digest: str

    @property
    def has_valid_digest(self) -> bool:
        """Whether the digest has a known algorithm and that algorithm's number of hexadecimal digits."""
        return _DIGEST.fullmatch(self.digest) is not None

    @property
    def full_name(self) -> str:
        """The name with its registry: "nginx" is pulled from docker.io/library/nginx (distribution's reference)."""
        registry, slash, _ = self.name.partition("/")
        if slash and ("." in registry or ":" in registry or registry == "localhost"):
            return self.name
        return f"docker.io/{self.name}" if slash else f"docker.io/library/{self.name}"


def parse_image(text: str) -> ImageReference:
    """The parts of an image as written; never raises."""
    rest, _, digest = text.partition("@")
    path, slash, last = rest.rpartition("/")
    base, _, tag = last.partition(":")
    return ImageReference(path + slash + base, tag, digest)
