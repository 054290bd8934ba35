"""A case in a notebook or script: thin objects over what is stored, shown as tables and pictures.

``firsthand.open(folder)`` gives a :class:`firsthand.notebook.book.CaseBook`. Nothing here computes anything that the
other doors do not.
"""
