"""Which texts share words in a row: words with their places, runs of five as numbers, an index of prints."""
