"""Official facts that the portal brings along: places, their former names, ethnic groups. See README.md beside the files."""

import csv
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent


@dataclass(frozen=True)
class ProvinceFact:
    """A province as an official list has it: code of two digits, kind (`ProvinceKind`), name without its kind."""

    code: str
    kind: str
    name: str


@dataclass(frozen=True)
class CommuneFact:
    """A commune as an official list has it: code of five digits, province's code, kind (`CommuneKind`), name without its kind."""

    code: str
    province: str
    kind: str
    name: str


@dataclass(frozen=True)
class PlaceList:
    """Provinces and communes by code. A list that covers a few provinces says nothing about the others."""

    provinces: dict[str, ProvinceFact]
    communes: dict[str, CommuneFact]


def place_list() -> PlaceList:
    """The provinces and communes of our own files."""
    provinces = {row["code"]: ProvinceFact(**row) for row in rows("provinces.csv")}
    communes = {
        row["code"]: CommuneFact(row["code"], row["province_code"], row["kind"], row["name"]) for row in rows("communes.csv")
    }
    return PlaceList(provinces, communes)


def centroids() -> dict[str, tuple[float, float, float]]:
    """Latitude and longitude in degrees and area in km², by commune code; a few communes have none."""
    return {
        row["code"]: (float(row["latitude"]), float(row["longitude"]), float(row["area_km2"]))
        for row in rows("commune_centroids.csv")
        if row["latitude"] and row["longitude"] and row["area_km2"]
    }


def former_communes() -> list[dict[str, str]]:
    """Units of before the mergers; a unit that was split has several rows."""
    return rows("former_communes.csv")


def ethnic_groups() -> list[dict[str, Any]]:
    """The 54 groups with their codes in both official lists and other spellings (`aliases`, a list)."""
    return [row | {"aliases": json.loads(row["aliases"])} for row in rows("ethnic_groups.csv")]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one of our CSV files, everything as text."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
