"""What each role may do: one table. Where it may do it comes from memberships and postings (`teams.scoping`).

Permissions are Django's; `communes.view_resident` is the one that reaches people, `indicators.view_measurement`
the one that reads figures.
"""

from teams.enums import Role

VIEW_FIGURES = "indicators.view_measurement"
VIEW_PEOPLE = "communes.view_resident"
IMPORT_ROSTER = "communes.add_rosterimport"
CHANGE_ROSTER = "communes.change_resident"
BRING_BOUNDARIES = "communes.add_boundaries"
LOG_VISIT = "coaching.add_visit"
VIEW_DEVICES = "coaching.view_device"
END_DEVICE = "coaching.change_device"
VIEW_REVIEW = "coaching.view_held"
SETTLE = "coaching.change_held"
ASK_TEAM = "coaching.add_visitrequest"
VIEW_TEAM = "teams.view_team"
OPEN_PERSONAL_ACCESS = "teams.add_personalaccess"
DEFINE_FIGURES = "indicators.add_definition"
DECLARE = "indicators.add_declaration"
DECLARE_FOR_PROVINCE = "indicators.add_province_declaration"
VIEW_REPORT = "indicators.view_report"
WRITE_REPORT = "indicators.change_report"
APPROVE_REPORT = "indicators.approve_report"
RETURN_REPORT = "indicators.return_report"
SCHEDULE_REPORTS = "indicators.change_reportschedule"
OPEN_CAMPAIGN = "indicators.add_campaign"
SET_TARGET = "indicators.add_target"
PUBLISH = "indicators.change_publicpage"

_VISITING = {VIEW_FIGURES, VIEW_PEOPLE, LOG_VISIT, VIEW_TEAM}


def _all(*models: str) -> set[str]:
    """View, add and change (never delete: nothing here is deleted, it ends)."""
    return {f"{app}.{verb}_{model}" for app, model in (m.split(".") for m in models) for verb in ("view", "add", "change")}


_ADMINISTERED = _all(
    "communes.village", "communes.villagecondition", "teams.team", "teams.membership", "teams.posting", "accounts.user"
)

PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.TEAM_MEMBER: frozenset(_VISITING),
    Role.TEAM_LEADER: frozenset({*_VISITING, VIEW_DEVICES, END_DEVICE}),
    Role.COMMUNE_OFFICER: frozenset(
        {
            *_VISITING,
            IMPORT_ROSTER,
            CHANGE_ROSTER,
            DECLARE,
            VIEW_DEVICES,
            END_DEVICE,
            VIEW_REVIEW,
            SETTLE,
            ASK_TEAM,
            VIEW_REPORT,
            WRITE_REPORT,
            SET_TARGET,
        }
    ),
    Role.COMMUNE_LEADER: frozenset(
        {VIEW_FIGURES, VIEW_PEOPLE, VIEW_TEAM, VIEW_DEVICES, VIEW_REVIEW, VIEW_REPORT, APPROVE_REPORT}
    ),
    Role.PROVINCE_ANALYST: frozenset({VIEW_FIGURES, VIEW_REPORT, RETURN_REPORT}),
    Role.PROVINCE_ADMIN: frozenset(
        {
            VIEW_FIGURES,
            VIEW_TEAM,
            OPEN_PERSONAL_ACCESS,
            DEFINE_FIGURES,
            DECLARE_FOR_PROVINCE,
            VIEW_REPORT,
            RETURN_REPORT,
            SCHEDULE_REPORTS,
            OPEN_CAMPAIGN,
            SET_TARGET,
            BRING_BOUNDARIES,
            PUBLISH,
            *_ADMINISTERED,
        }
    ),
    Role.SYSTEM_ADMIN: frozenset(
        {
            VIEW_FIGURES,
            VIEW_TEAM,
            OPEN_PERSONAL_ACCESS,
            DEFINE_FIGURES,
            OPEN_CAMPAIGN,
            SET_TARGET,
            BRING_BOUNDARIES,
            *_ADMINISTERED,
            *_all("communes.province", "communes.commune", "communes.formercommune", "communes.ethnicgroup"),
            *_all("coaching.skill"),
            "accounts.view_auditevent",
            "teams.view_personalaccess",
        }
    ),
}

WITH_STATED_REASON = frozenset({VIEW_PEOPLE, IMPORT_ROSTER})
"""What an administrator may do in a commune while a stated reason is open (`teams.PersonalAccess`)."""
