"""Publish: what the case holds, in words and pictures that rest on quotes and pixels; see ``brief.publisher``."""
