"""Every number opened to the rows that made it: one resolver, one form of record for the terminal, JSON and desk."""
