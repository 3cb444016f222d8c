"""The program of the reading process: a file on standard input, its tables as JSON on standard output.

It runs alone, without Django and without the rest of the portal, because a workbook of 1.5 KB can abort the process that
reads it (docs/decisions). Answer: `{"sheets": [...]}` or `{"refused": code, "params": {...}}`.
"""
