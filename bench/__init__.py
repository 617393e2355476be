"""Benchmarks: what the service does, as ratios to bare yardsticks measured in the same run."""
