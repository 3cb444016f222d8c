"""Writes notes into a user's own workbook, in a process of its own that may die. See `program`."""
