"""The words of teams, members and officials."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What a user is somewhere. The first two come from a membership, the others from a posting."""

    TEAM_MEMBER = "team_member", _("team member")
    TEAM_LEADER = "team_leader", _("team leader")
    COMMUNE_OFFICER = "commune_officer", _("commune officer")
    COMMUNE_LEADER = "commune_leader", _("commune leader")
    PROVINCE_ANALYST = "province_analyst", _("province analyst")
    PROVINCE_ADMIN = "province_admin", _("province administrator")
    SYSTEM_ADMIN = "system_admin", _("system administrator")


COMMUNE_ROLES = [Role.COMMUNE_OFFICER, Role.COMMUNE_LEADER]
PROVINCE_ROLES = [Role.PROVINCE_ANALYST, Role.PROVINCE_ADMIN]
POSTED_ROLES = [*COMMUNE_ROLES, *PROVINCE_ROLES, Role.SYSTEM_ADMIN]


class TeamLevel(TextChoices):
    VILLAGE = "village", _("village")
    COMMUNE = "commune", _("commune")


class TeamKind(TextChoices):
    COMMUNITY = "community", _("community digital-technology team")
    YOUTH_VOLUNTEER = "youth_volunteer", _("youth volunteer team")
    WORKING_GROUP = "working_group", _("working group")


class MemberRole(TextChoices):
    LEADER = "leader", _("leader")
    DEPUTY = "deputy", _("deputy")
    MEMBER = "member", _("member")


class Affiliation(TextChoices):
    """The organisation a member comes from (R30, R33, R96)."""

    VILLAGE_HEAD = "village_head", _("village head")
    FATHERLAND_FRONT = "fatherland_front", _("Fatherland Front")
    YOUTH_UNION = "youth_union", _("Youth Union")
    WOMENS_UNION = "womens_union", _("Women's Union")
    FARMERS_UNION = "farmers_union", _("Farmers' Union")
    VETERANS = "veterans", _("Veterans")
    POLICE = "police", _("commune police")
    TEACHER = "teacher", _("teacher")
    OFFICIAL = "official", _("commune official")
    TELECOM = "telecom", _("telecom company")
    VOLUNTEER = "volunteer", _("volunteer")
