"""Which provinces show their figures to everybody."""

from communes.models import Province
from indicators.models import PublicPage


def published(province: str) -> Province | None:
    """The province of that code, if its public page is on. One query."""
    page = PublicPage.objects.filter(province=province, is_on=True).select_related("province").first()
    return page.province if page else None


def public_page_of(province: Province) -> PublicPage | None:
    """Whether a province's page is on, and who said so last; None: it never was. One query."""
    return PublicPage.objects.filter(province=province).select_related("changed_by").first()
