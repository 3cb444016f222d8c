"""Forms of boundaries on their way in: the file, and where it is from."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from communes.boundaries.bounds import Bounds
from communes.boundaries.refusals import RefusalError
from communes.models import Boundaries
from literacy_portal.kit.periods import today
from literacy_portal.kit.throwaway import MIB
from literacy_portal.kit.vietnamese import clean
from literacy_portal.kit.widgets import DayInput


class BoundariesFileForm(forms.Form):
    """A GeoJSON file."""

    file = forms.FileField(
        label=_("File of boundaries"),
        help_text=_("GeoJSON in WGS 84 (EPSG:4326), of up to 20 MB. Drop it here or choose it."),
        widget=forms.FileInput(attrs={"accept": ".geojson,.json,application/geo+json"}),
        error_messages={
            "required": _("Choose the file first."),
            "empty": _("The file is empty. Choose the file that holds the boundaries."),
            "max_length": _("The name of the file is too long. Give it a shorter one."),
        },
        max_length=200,
    )

    def clean_file(self) -> tuple[str, bytes]:
        """The file's name and its bytes, once its size allows to read them."""
        file: UploadedFile = self.cleaned_data["file"]
        limit = Bounds().file_bytes
        if (file.size or 0) > limit:
            raise ValidationError(RefusalError("too_large", megabytes=limit // MIB).message, code="too_large")
        return clean(file.name or ""), file.read()


class SourceForm(forms.ModelForm):
    """Where boundaries are from, and that they may be shown."""

    class Meta:
        model = Boundaries
        fields = ["source", "licence", "as_of"]
        widgets = {"as_of": DayInput}
        help_texts = {
            "source": _("Who drew them, and in which file or letter they came. It stands under the map."),
            "licence": _("By what right they are shown here: a licence, or the letter that allowed it. It stands under the map."),
        }

    def clean_as_of(self) -> date | None:
        """A day that is over or is today, if it is known."""
        day: date | None = self.cleaned_data["as_of"]
        if day and day > today():
            raise ValidationError(_("This day is still to come."), code="day")
        return day
