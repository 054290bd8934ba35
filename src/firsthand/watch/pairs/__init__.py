"""Two images of the same ground, without a series: where they differ."""
