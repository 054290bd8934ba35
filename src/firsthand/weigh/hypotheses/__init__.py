"""Rival hypotheses: proposed from the reports, edited by people, judged by a matrix that can be checked by hand."""
