"""Firsthand: what is known first-hand about places under watch, and what is only repeated."""

__version__ = "0.1.0"
