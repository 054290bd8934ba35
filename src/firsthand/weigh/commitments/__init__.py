"""The ledger of promises: who undertook what, whether it can be tested at all, and what became of it."""
