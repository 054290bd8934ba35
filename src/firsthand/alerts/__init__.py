"""Watch conditions that people write in ``case.toml``, the alerts that they raise, and feeds of these."""
