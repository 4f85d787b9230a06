"""What runs in the container: image, command, args, the user, the time to stop."""

from __future__ import annotations

from typing import Final

from generators.platform.sequence import list_of
from generators.platform.shape import Key
from generators.platform.shapes.amount import SECONDS
from generators.platform.shapes.name import SUBDOMAIN
from generators.platform.shapes.network import IMAGE as IMAGE_NAME
from generators.platform.shapes.number import whole
from generators.platform.shapes.text import TEXT

WORDS: Final = list_of(TEXT, "texts")

IMAGE: Final = Key(
    "image",
    IMAGE_NAME,
    "The image's full name without tag; <registry>/<component> where it is absent. The tag is pinned in images/pins.",
    "image: registry.example.com/shop/cart",
)
COMMAND: Final = Key("command", WORDS, "Replaces the image's entry point.", "command: [python, -m, cart]")
ARGS: Final = Key("args", WORDS, "The arguments of the image's entry point, or of `command`.", "args: [--workers, '4']")
RUN_AS: Final = Key(
    "run_as", whole(), "The user the program runs as, by number; never 0, which is root.", "run_as: 10001"
)
STOPS_WITHIN: Final = Key(
    "stops_within", SECONDS, "The time the program needs to end after SIGTERM.", "stops_within: 30s"
)
IMAGE_PULL_SECRETS: Final = Key(
    "image_pull_secrets",
    list_of(SUBDOMAIN, "Secret names", lambda name: name.value),
    "Secrets of the namespace with which images are pulled.",
    "image_pull_secrets: [registry-login]",
)
