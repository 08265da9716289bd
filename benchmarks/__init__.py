"""How fast the client is, as ratios to what it cannot beat and to what else there is: ``python -m benchmarks``."""
