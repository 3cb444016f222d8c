"""Borders on a small map: laid on a grid, cut where they part, simplified once for both sides, written as SVG paths."""
