"""Which visits, gatherings and outcomes stand: those that no later one replaces, whatever the day (indicators.md, Terms)."""


def standing_sql(table: str, rows: str) -> str:
    """Of `rows` (a query on the table, with its `id`), those that stand. Looks up only what replaces one of them."""
    return f"""
        WITH said AS MATERIALIZED ({rows}),
        replaced AS MATERIALIZED (SELECT replaces_id FROM {table} WHERE replaces_id = ANY(ARRAY(SELECT id FROM said)))
        SELECT * FROM said WHERE id NOT IN (SELECT replaces_id FROM replaced)
    """  # noqa: S608 -- names of our own tables and columns only
