"""A village's workbook on its way into the roster.

`reader` (bytes -> raw tables, in a throw-away process) -> `header` and `columns` (which column says what) -> `rows`
(people and households of the file) -> `plan` (against the present state: new, changed, moved, unchanged, missing, in
error; pure) -> the user looks and chooses -> `apply` (one transaction) -> `answer` (what was done, in figures).
"""
