"""Why a file of boundaries cannot be read, in words that say what to do."""

from django.utils.translation import gettext_lazy as _

from literacy_portal.kit import throwaway

MESSAGES = {
    "too_large": _(
        "The file is larger than %(megabytes)s MB. Leave out what lies elsewhere, or simplify the lines, and send it again."
    ),
    "packed": _(
        "This is a packed file. Unpack it and send the GeoJSON file inside; a shapefile must be exported as GeoJSON first."
    ),
    "not_json": _("This is not a GeoJSON file. Export the boundaries as GeoJSON (.geojson) and send that."),
    "damaged": _(
        "The file is damaged: line %(line)s cannot be read. Perhaps it broke off while it was copied; send it again whole."
    ),
    "encoding": _("The text of the file is not UTF-8. Save it as GeoJSON in UTF-8 and send it again."),
    "too_deep": _("The file is nested far deeper than GeoJSON ever is. Export the boundaries again as GeoJSON."),
    "topology": _("This is TopoJSON. Export the boundaries as GeoJSON and send that."),
    "not_collection": _(
        "This is not a collection of boundaries (a GeoJSON FeatureCollection). Export the whole layer as GeoJSON."
    ),
    "no_features": _("There is not one boundary in the file. Export the layer again with its areas."),
    "too_many_features": _("The file holds more than %(limit)s boundaries. Send only those of the places in question."),
    "too_many_points": _("The boundaries have more than %(limit)s points. Simplify the lines, or leave out what lies elsewhere."),
    "number": _("Boundary %(number)s has a point that is no pair of numbers. Export the layer again as GeoJSON."),
    "no_areas": _("No boundary in the file is an area: they are points or lines, or empty. Export the layer of areas."),
    "swapped": _("Latitude and longitude are swapped: in GeoJSON the longitude (about 105) comes first. Export the layer again."),
    "projected": _(
        "The coordinates are metres, perhaps VN-2000, and not degrees. Export the layer in WGS 84 (EPSG:4326) and send that."
    ),
    "elsewhere": _(
        "The boundaries do not lie in Vietnam. Check the coordinate system (WGS 84, EPSG:4326) and export the layer again."
    ),
    "no_match": _(
        "Not one boundary could be matched to a place here. Each needs the place's official code or its name among its "
        "properties; found were: %(properties)s."
    ),
    "too_slow": _("Reading the file took longer than %(limit)s seconds. Simplify the lines and send it again."),
    "too_much": _("Reading the file takes more memory than boundaries should. Leave out what lies elsewhere and send it again."),
    "too_often": _("You have sent many files within an hour. Wait a little and send this one again."),
}


class RefusalError(throwaway.RefusalError):
    """A file of boundaries that is not taken, and why."""

    messages = MESSAGES
