"""Settings of every test."""

from hypothesis import HealthCheck, settings

# A busy machine makes no test fail: speed is measured in tests/benchmarks/, never asserted.
settings.register_profile("roadstead", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("roadstead")
