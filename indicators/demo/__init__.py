"""The demonstration: real places, invented people, months of evenings that end today.

Everything here is pure and seeded: the same day gives the same world, row by row. `indicators.actions.demo` writes it and
has the product count it. Nobody here lives or lived: names are drawn from lists by ethnic group, and phone numbers begin
with 051, which no operator uses.

`atlas` says where, `names` and `families` who, `roster` turns them into households, `crews` into teams, `evenings` and
`learning` tell what happened on the doorsteps, `crowds` elsewhere; `world` puts it together.
"""

PASSWORD = "hoc-so-moi-nha"  # noqa: S105 -- published on purpose
"""Of every account of the demonstration ("learn digital in every home"). The demonstration is refused in production."""
