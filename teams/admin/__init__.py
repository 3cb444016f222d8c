"""People, teams and roles in the admin, narrowed to what an administrator decides on (`teams.authority`)."""

from teams.admin import postings, records, teams, users

__all__ = ["postings", "records", "teams", "users"]
