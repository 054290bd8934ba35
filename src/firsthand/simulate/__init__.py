"""Simulated image series with known truth: the measure of ``watch``, and the demo's scenes."""
