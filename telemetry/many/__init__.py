"""Many vehicles at once: the engine of `telemetry/visits.py` in long columns."""
