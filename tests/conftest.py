"""Settings of every test."""

import os
import signal

from hypothesis import HealthCheck, settings

# A busy machine makes no test fail: speed is measured in tests/benchmarks/, never asserted. Where a commit is judged
# (CI), the same examples are tried each time, so that luck fails nobody; everywhere else new ones are looked for.
settings.register_profile(
    "roadstead", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("roadstead")

# They need programs that take minutes to build: `make test-cluster` runs them, and so does naming one of their files.
collect_ignore = ["cluster"]

# A shell's job in the background, and whoever says nohup, ignores these, and every child inherits that: the commands
# that the tests interrupt would not end.
for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, handler)
