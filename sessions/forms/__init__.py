from sessions.forms.sheet import VisitSheet, people_in

__all__ = ["VisitSheet", "people_in"]
