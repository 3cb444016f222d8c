"""The words of places and rosters (glossary: domain.md §7)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProvinceKind(TextChoices):
    PROVINCE = "tinh", _("province")
    CITY = "thanh_pho", _("city")


class CommuneKind(TextChoices):
    COMMUNE = "xa", _("commune")
    WARD = "phuong", _("ward")
    SPECIAL_ZONE = "dac_khu", _("special zone")


class CommuneSetting(TextChoices):
    """What a commune is like beyond its rank, for targets by kind of place (domain.md §1.7)."""

    MARKET = "market", _("with a market")
    REMOTE = "remote", _("remote")


class VillageKind(TextChoices):
    """Self-managed communities below the commune. Their Vietnamese names are names: not translated."""

    THON = "thon", "thôn"
    BUON = "buon", "buôn"
    BAN = "ban", "bản"
    LANG = "lang", "làng"
    AP = "ap", "ấp"
    XOM = "xom", "xóm"
    BON = "bon", "bon"
    PHUM = "phum", "phum"
    SOC = "soc", "sóc"
    PLEI = "plei", "plei"
    TO_DAN_PHO = "to_dan_pho", "tổ dân phố"
    KHU_PHO = "khu_pho", "khu phố"
    KHOI = "khoi", "khối"
    KHOM = "khom", "khóm"


class Sex(TextChoices):
    FEMALE = "female", _("female")
    MALE = "male", _("male")


class ResidenceStatus(TextChoices):
    LIVING = "living", _("living here")
    TEMPORARY = "temporary", _("staying temporarily")
    AWAY = "away", _("working away")


class ResidenceEnd(TextChoices):
    MOVED = "moved", _("moved away")
    DIED = "died", _("died")
    STATUS = "status", _("status changed")
    HOUSEHOLD = "household", _("changed household")


class PovertyClass(TextChoices):
    POOR = "poor", _("poor")
    NEAR_POOR = "near_poor", _("near-poor")
    NOT_POOR = "not_poor", _("not poor")


class Language(TextChoices):
    """Languages spoken at home and at the door, by ISO 639-3 (domain.md §6). Their names are their own."""

    VIETNAMESE = "vie", "Tiếng Việt"
    EDE = "rad", "Ê Đê"
    JARAI = "jra", "Gia Rai"
    MNONG = "cmo", "Mnông"
    TAY = "tyz", "Tày"
    NUNG = "nut", "Nùng"
    THAI = "blt", "Thái"
    HMONG = "hmn", "Mông"
    MUONG = "mtq", "Mường"
    BRU = "bru", "Bru-Vân Kiều"
    OTHER = "und", _("another language")


class Relation(TextChoices):
    """Relation to the head of the household (Circular 55/2021, shortened to what a visit needs)."""

    HEAD = "head", _("head")
    SPOUSE = "spouse", _("spouse")
    CHILD = "child", _("child")
    CHILD_IN_LAW = "child_in_law", _("child-in-law")
    PARENT = "parent", _("parent")
    GRANDPARENT = "grandparent", _("grandparent")
    GRANDCHILD = "grandchild", _("grandchild")
    SIBLING = "sibling", _("sibling")
    OTHER = "other", _("other relative")
    LODGER = "lodger", _("lodger")


class Verdict(TextChoices):
    """What a roster import makes of a row, or of a person or household that the file does not name."""

    ERROR = "error", _("in error")
    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    MOVED = "moved", _("moved here")
    UNCHANGED = "unchanged", _("unchanged")
    MISSING = "missing", _("not in the file")
