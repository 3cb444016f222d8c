"""The catalogue made into SQL. Nothing here reads or writes: see `indicators.actions` and `indicators.queries`.

A *span* holds from `from_day` (included) to `to_day` (excluded; 'infinity' while it lasts). A *sample* is a day on which
something about one person, household or village may have changed, with the next such day. A *step* is by how much a
count changed on a day; a count is the sum of its steps so far. Work follows what happened, not how many days there are.
"""
