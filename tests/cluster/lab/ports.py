"""Free ports on loopback."""

import socket
from contextlib import ExitStack


def free_ports(number: int) -> list[int]:
    """So many ports that nothing listens on now. All are held open together, so that none comes twice."""
    with ExitStack() as held:
        sockets = [held.enter_context(socket.socket()) for _ in range(number)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
