"""The demonstration case: an invented place, invented reports about it, simulated images, and the truth of all three.

The door is :func:`firsthand.demo.build.build`; :mod:`firsthand.demo.score` measures a run case against the truth.
"""
