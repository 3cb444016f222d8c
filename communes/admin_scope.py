"""The stock admin inside the reader's scope: what a registered model shows, offers and accepts there.

A permission holds somewhere, not everywhere (`request.reach`). A model admin that extends `ScopedAdmin` lists the rows
in that scope only, offers no place outside of it in a form, and answers 404 to everything else. With `ScopedSpreadsheets`
the same holds for files that go in and out.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern
from import_export.admin import ImportExportMixin
from import_export.forms import SelectableFieldsExportForm
from import_export.tmp_storages import CacheStorage

from accounts import audit
from communes.resources import SPREADSHEETS
from communes.scope import Scope


def reached(queryset: QuerySet[Any], scope: Scope) -> QuerySet[Any]:
    """The rows in the scope. A model without `within` is a catalogue: whole for whoever holds the permission somewhere."""
    if not scope:
        return queryset.none()
    within = getattr(queryset, "within", None)
    return within(scope) if within else queryset


def unknown_instead_of_forbidden(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Answers 404 where the admin would answer 403: a stranger learns nothing from the difference."""

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(*args, **kwargs)
        except PermissionDenied as refusal:
            raise Http404 from refusal

    return asked


def unforbidden(urls: list[Any]) -> list[Any]:
    """The URL patterns with each view made to answer 404 instead of 403."""
    for pattern in urls:
        if isinstance(pattern, URLPattern):
            pattern.callback = unknown_instead_of_forbidden(pattern.callback)
    return urls


class ScopedAdmin(admin.ModelAdmin):
    """A model admin narrowed to where the reader's permissions on the model hold. Nothing is ever deleted here."""

    # The admin's way from an object to its page asks for no scope; the site leaves it out.
    view_on_site = False

    def scope(self, request: HttpRequest, *verbs: str) -> Scope:
        """Where the reader may do one of the verbs (view, add, change, delete) with this model."""
        scope = Scope()
        for verb in verbs:
            scope |= request.reach.to(f"{self.opts.app_label}.{verb}_{self.opts.model_name}")  # type: ignore[attr-defined]
        return scope

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return reached(super().get_queryset(request), self.scope(request, "view", "change"))

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj, "view", "change")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self._may(request, None, "add")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj, "change")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may(request, obj, "delete")

    def _may(self, request: HttpRequest, obj: Any, *verbs: str) -> bool:
        scope = self.scope(request, *verbs)
        if obj is None or not scope:
            return bool(scope)
        return reached(self.model._default_manager.all(), scope).filter(pk=obj.pk).exists()  # noqa: SLF001 -- Django's documented door for any model

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        kwargs.setdefault("queryset", self.choices_for(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def choices_for(self, db_field: Any, request: HttpRequest) -> QuerySet[Any]:
        """What a relation may point to: rows where the reader may add or change this model."""
        related: type[models.Model] = db_field.remote_field.model
        return reached(related._default_manager.get_queryset(), self.scope(request, "add", "change"))  # noqa: SLF001 -- Django's documented door for any model

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 -- Django's signature
        super().save_model(request, obj, form, change)
        if not self._may(request, obj, "change" if change else "add"):
            # The admin's transaction rolls the row back.
            raise Http404
        verb = f"{self.opts.model_name}.{'change' if change else 'add'}"
        audit.record(verb, by=request.user, target=obj, fields=sorted(form.changed_data), through="admin")  # type: ignore[arg-type]

    def get_urls(self) -> list[Any]:
        return unforbidden(super().get_urls())

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> Any:
        raise Http404


class ColumnsForm(SelectableFieldsExportForm):
    """Which columns go out, by their names for people."""

    def _get_field_label(self, resource: Any, field_name: str) -> str:
        return str(resource.title(field_name))


class ScopedSpreadsheets(ImportExportMixin):
    """Spreadsheets in and out of a `ScopedAdmin`; its resource classes extend `communes.resources.ScopedResource`."""

    tmp_storage_class = CacheStorage
    export_form_class = ColumnsForm

    def get_urls(self) -> list[Any]:
        return unforbidden(super().get_urls())

    def get_import_formats(self) -> Any:
        return SPREADSHEETS

    def get_export_formats(self) -> Any:
        return SPREADSHEETS

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whoever may add and change single rows may do so with a file."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_import_resource_kwargs(self, request: HttpRequest, **kwargs: Any) -> dict[str, Any]:
        """Tells the resource where the reader may write."""
        return super().get_import_resource_kwargs(request, **kwargs) | {"scope": self.scope(request, "change")}

    def get_import_data_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """A file is taken whole or not at all."""
        return super().get_import_data_kwargs(**kwargs) | {"rollback_on_validation_errors": True}

    def process_dataset(self, dataset: Any, form: Any, request: HttpRequest, **kwargs: Any) -> Any:
        result = super().process_dataset(dataset, form, request, **kwargs)
        written = {kind: count for kind, count in result.totals.items() if count}
        audit.record(f"{self.opts.model_name}.import", by=request.user, **written)  # type: ignore[arg-type]
        return result

    def get_export_data(self, file_format: Any, request: HttpRequest, queryset: Any, **kwargs: Any) -> Any:
        audit.record(f"{self.opts.model_name}.export", by=request.user, rows=queryset.count())  # type: ignore[arg-type]
        return super().get_export_data(file_format, request, queryset, **kwargs)
