"""The leads' rooms for adding who signed another way, and for repairing what stands there."""
