"""The codes of places in URLs: digits as text, so that leading zeros stay."""

from django.urls import register_converter


class _Digits:
    regex = ""

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class ProvinceCode(_Digits):
    regex = "[0-9]{2}"


class CommuneCode(_Digits):
    regex = "[0-9]{5}"


class VillageSerial(_Digits):
    regex = "[0-9]{3}"


register_converter(ProvinceCode, "province")
register_converter(CommuneCode, "commune")
register_converter(VillageSerial, "serial")

VILLAGE = "vn/<province:province>/<commune:commune>/<serial:serial>/"
COMMUNE = "vn/<province:province>/<commune:commune>/"
PROVINCE = "vn/<province:province>/"
