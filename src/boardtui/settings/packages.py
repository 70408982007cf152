"""Workbooks and Word documents are zip files of parts: made such that the same board always gives the same bytes."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime

_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip file can tell."""
_LIST_OF_PARTS = "[Content_Types].xml"
_PROPERTIES = "docProps/core.xml"


def steady_package(draft: bytes, moment: datetime) -> bytes:
    """Write the parts of a package again, so that nothing in it tells when it was written.

    Args:
        draft: the package as a library saved it.
        moment: when it says that it was last changed, in UTC; not by the clock of whoever writes it.
    """
    steady = io.BytesIO()
    stated = f"{moment.isoformat()}Z".encode()
    with zipfile.ZipFile(io.BytesIO(draft)) as read, zipfile.ZipFile(steady, "w", zipfile.ZIP_DEFLATED) as written:
        for name in sorted(read.namelist(), key=lambda each: (each != _LIST_OF_PARTS, each)):
            content = read.read(name)
            if name == _PROPERTIES:
                content = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stated, content)
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            written.writestr(entry, content)
    return steady.getvalue()
