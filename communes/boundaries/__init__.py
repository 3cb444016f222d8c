"""Boundaries of places from a GeoJSON file: read by a process that may die of it, matched, drawn small, looked at, kept.

`geojson → matching → literacy_portal.kit.borders`, all three in that process (`program`, called by `reader`).
"""
