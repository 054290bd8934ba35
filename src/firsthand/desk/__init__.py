"""The desk: a case in the browser, on this machine only. It composes nothing; ``publish`` does."""
