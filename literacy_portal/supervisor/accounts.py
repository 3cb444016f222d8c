"""Who can sign in to the demonstration, as the person at the terminal reads it."""

from django.contrib.auth import get_user_model

ROLES = {
    "team_member": "visits households of two villages in Phú Xuân",
    "team_leader": "leads that team",
    "commune_officer": "imports, corrects and reports for Phú Xuân",
    "commune_leader": "reads and approves for Phú Xuân",
    "province_analyst": "reads the figures of Đắk Lắk, never a person",
    "province_admin": "keeps places, users and roles of Đắk Lắk",
    "system_admin": "keeps the portal",
    "stranger_officer": "officer of another commune: sees nothing of Phú Xuân",
}


def accounts(address: str) -> str:
    """The address, the accounts that exist and their password; only the address where there is no demonstration."""
    known = set(get_user_model().objects.filter(username__in=ROLES).values_list("username", flat=True))
    lines = ["", f"  The portal: {address}", ""]
    if known:
        from indicators.demo import PASSWORD  # noqa: PLC0415 -- part of the demonstration only

        lines += [f"    {name:<17} {what}" for name, what in ROLES.items() if name in known]
        lines += ["", f"  One password for all of them: {PASSWORD}", ""]
    return "\n".join(lines)
