"""Trained weights as shipped, each with a card; :mod:`firsthand.models.loader` hands them out, checked."""
