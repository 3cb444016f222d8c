"""What the pages of a campaign show, made ready in one pass: who stands where, where it leads, and what to do on Monday.

Everything is made of counts as the reader is told them (`numbers`), so that no forecast or difference says more than they do.
"""
