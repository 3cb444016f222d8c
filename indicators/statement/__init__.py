"""The catalogue made into SQL. Nothing here reads or writes: see `indicators.actions` and `indicators.queries`."""
