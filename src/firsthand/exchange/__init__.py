"""A case in the formats that others use, and theirs in a case. One module for each format.

A late stage: it may lean on every other one, and none leans on it. :mod:`firsthand.exchange.formats` lists what can be
written and writes it; :mod:`firsthand.exchange.taking` takes in what others wrote. No export says when it was written:
the same case makes the same bytes.
"""
