"""What grows is measured here: each goal against a named baseline in the same run, as a ratio. Run by `make bench`."""
