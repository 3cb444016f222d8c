"""Rows of the admin as spreadsheets: safe cells out, rows of the reader's own places in."""

import zipfile
from io import BytesIO
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from import_export import resources
from import_export.exceptions import FieldError
from import_export.fields import Field
from import_export.formats.base_formats import CSV, XLSX

from communes.models import Commune, EthnicGroup, FormerCommune, Province, Village, VillageCondition
from communes.scope import NOWHERE, Scope

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\0")
MAX_FILE_BYTES = 5 * 1024 * 1024
MAX_EXPANDED_BYTES = 60 * 1024 * 1024


def quoted(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula, made inert by a leading apostrophe (OWASP ASVS 1.2.10)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def unquoted(cell: Any) -> Any:
    """The inverse of `quoted`, so that an exported file can be imported again."""
    quoted_before = isinstance(cell, str) and cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS)
    return cell[1:] if quoted_before else cell


def refuse_too_large(content: bytes | str) -> None:
    """Raises ValidationError for more bytes than an administrator's list ever has, packed or unpacked."""
    expanded = 0
    if isinstance(content, bytes) and zipfile.is_zipfile(BytesIO(content)):
        expanded = sum(entry.file_size for entry in zipfile.ZipFile(BytesIO(content)).infolist())
    if len(content) > MAX_FILE_BYTES or expanded > MAX_EXPANDED_BYTES:
        raise ValidationError(_("The file is too large. Split it into several files."))


class _InertCells:
    def create_dataset(self, in_stream: Any, **kwargs: Any) -> Any:
        refuse_too_large(in_stream)
        return super().create_dataset(in_stream, **kwargs)  # type: ignore[misc]

    def export_data(self, dataset: Any, **kwargs: Any) -> Any:
        for _row in range(len(dataset)):
            dataset.append([quoted(cell) for cell in dataset.lpop()])
        return dataset.export(self.get_title(), **kwargs)  # type: ignore[attr-defined]


class InertCSV(_InertCells, CSV):
    """CSV without a cell that a spreadsheet would run."""


class InertXLSX(_InertCells, XLSX):
    """A workbook without a cell that would be stored as a formula."""


SPREADSHEETS = [InertXLSX, InertCSV]


class Column(Field):
    """A column whose faults are told in words; the library's are English sentences of the database and of Python."""

    def clean(self, row: Any, **kwargs: Any) -> Any:
        """The value of the row's cell; raises ValueError with what is wrong with it."""
        told = {"value": row.get(self.column_name, "")}
        try:
            return super().clean(row, **kwargs)
        except ObjectDoesNotExist as absent:
            raise ValueError(_("“%(value)s” is not known.") % told) from absent
        except (ValueError, ArithmeticError) as unreadable:
            raise ValueError(
                _("“%(value)s” cannot be read. Write days as 2026-12-31 and numbers in digits.") % told
            ) from unreadable


class ScopedResource(resources.ModelResource):
    """Rows of one model in and out. A row that is, or would be, outside the scope is an error of that row."""

    DEFAULT_RESOURCE_FIELD = Column

    def __init__(self, scope: Scope = NOWHERE, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scope = scope

    @classmethod
    def title(cls, column: str) -> str:
        """A column's name for people; in files it is the field's name."""
        try:
            return str(capfirst(cls._meta.model._meta.get_field(column).verbose_name))  # noqa: SLF001 -- Django's documented door
        except FieldDoesNotExist:
            return column

    def get_diff_headers(self) -> list[str]:
        return [self.title(column) for column in super().get_diff_headers()]

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        """Refuses a file without the columns that tell rows apart, in words; the library's own cannot be translated."""
        missing = [column for column in self.get_import_id_fields() if column not in (dataset.headers or [])]
        if missing:
            raise FieldError(_("The file lacks these columns: %(columns)s.") % {"columns": ", ".join(missing)})

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        for column, cell in list(row.items()):
            row[column] = unquoted(cell)

    def before_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        if self._model_rows().filter(pk=instance.pk).exists():
            self._refuse_outside(instance)

    def after_save_instance(self, instance: Any, row: Any, **kwargs: Any) -> None:
        self._refuse_outside(instance)

    def _model_rows(self) -> Any:
        return self._meta.model.objects.all()

    def _refuse_outside(self, instance: Any) -> None:
        rows = self._model_rows()
        inside = rows.within(self.scope) if hasattr(rows, "within") else rows
        if not self.scope or not inside.filter(pk=instance.pk).exists():
            raise ValidationError(_("This row is not in your places."))


class ProvinceResource(ScopedResource):
    class Meta:
        model = Province
        import_id_fields = ["code"]
        fields = ["code", "kind", "name", "opened_on", "closed_on"]
        skip_unchanged = True
        clean_model_instances = True


class CommuneResource(ScopedResource):
    class Meta:
        model = Commune
        import_id_fields = ["code"]
        fields = ["code", "province", "kind", "setting", "name", "latitude", "longitude", "area_km2", "opened_on", "closed_on"]
        skip_unchanged = True
        clean_model_instances = True


class FormerCommuneResource(ScopedResource):
    class Meta:
        model = FormerCommune
        import_id_fields = ["code", "name", "district", "province_name", "commune"]
        fields = import_id_fields
        skip_unchanged = True
        clean_model_instances = True


class VillageResource(ScopedResource):
    class Meta:
        model = Village
        import_id_fields = ["code"]
        fields = ["code", "commune", "kind", "name", "head", "zalo_link", "opened_on", "closed_on"]
        skip_unchanged = True
        clean_model_instances = True


class VillageConditionResource(ScopedResource):
    class Meta:
        model = VillageCondition
        import_id_fields = ["village", "since"]
        fields = ["village", "since", "has_4g", "has_telecom", "has_power"]
        skip_unchanged = True
        clean_model_instances = True


class EthnicGroupResource(ScopedResource):
    class Meta:
        model = EthnicGroup
        import_id_fields = ["slug"]
        fields = ["slug", "name", "code_1979", "code_census", "aliases"]
        skip_unchanged = True
        clean_model_instances = True
