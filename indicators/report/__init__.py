"""The report of a commune: its periods, its official columns, and its figures as they are frozen, told and written."""
