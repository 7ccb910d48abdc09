"""What every test shares."""

from hypothesis import HealthCheck, settings

# No test depends on the clock: a slow machine is not a failure.
settings.register_profile("benchwright", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("benchwright")
