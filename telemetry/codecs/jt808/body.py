"""Any body by its message id: bytes to fields, and back."""

from collections.abc import Mapping
from typing import Any

from telemetry.codecs.jt808.bodies.control import CONTROL
from telemetry.codecs.jt808.bodies.fences import FENCES
from telemetry.codecs.jt808.bodies.parameters import PARAMETER_BODIES
from telemetry.codecs.jt808.bodies.records import RECORDS
from telemetry.codecs.jt808.bodies.session import SESSION
from telemetry.codecs.jt808.forms import Forms, read_forms, write_forms
from telemetry.codecs.jt808.layout import Fields

FORMS: dict[int, Forms] = SESSION | PARAMETER_BODIES | CONTROL | FENCES | RECORDS
"""Every message with a table."""


def read_body(message: int, body: bytes, edition: str = "2013") -> Fields:
    """Read a body.

    Args:
        message: Message id.
        body: Whole: packages put together, not encrypted.
        edition: `2011`, `2013` or `2019`: of the header, or as remembered of the registration.

    Returns:
        The fields by name; only `raw` for a message without a table.

    Raises:
        Malformed: `body_malformed`.

    >>> read_body(0x8001, bytes.fromhex("7fff000200"))
    {'serial': 32767, 'message': 2, 'result': 0}
    """
    forms = FORMS.get(message)
    return {"raw": body} if forms is None else read_forms(forms, body, edition)


def write_body(message: int, fields: Mapping[str, Any], edition: str = "2013") -> bytes:
    """Write a body; `read_body` reads it back, byte for byte.

    Raises:
        ValueError: If a field is missing or does not fit: a mistake of the caller.
    """
    forms = FORMS.get(message)
    return fields["raw"] if forms is None else write_forms(forms, fields, edition)
