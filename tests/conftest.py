"""What every test shares."""

import os

from hypothesis import HealthCheck, settings

# No test depends on the clock: a slow machine is not a failure.
# Where a change is judged, the examples are the same each time; elsewhere they differ, and so find more.
settings.register_profile(
    "benchwright", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("benchwright")
