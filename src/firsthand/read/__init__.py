"""Read: who says what, about which place, when, how surely, and how do they know?"""

READER_VERSION = "7"
"""Raised whenever the same text would be read differently; documents read by another version are stale."""

UNSURE_BELOW = 0.6
"""Statements with less confidence than this are shown as unsure."""
