"""JT/T 808: the language Chinese vehicle terminals speak, editions 2011, 2013 and 2019."""

from telemetry.codecs.jt808.answers import (
    general_answer,
    media_answer,
    platform_message,
    registration_answer,
    resend_request,
    terminal_answer,
    time_answer,
)
from telemetry.codecs.jt808.batch import Batch, decode_batch, encode_batch, read_batch
from telemetry.codecs.jt808.body import read_body, write_body
from telemetry.codecs.jt808.frame import Splitter, encode, open_frame, split
from telemetry.codecs.jt808.header import Header, normal_phone
from telemetry.codecs.jt808.location import (
    Location,
    decode_location,
    encode_location,
    location_of,
    read_location,
)
from telemetry.codecs.jt808.message import Message, decode, read_message
from telemetry.codecs.jt808.packages import (
    GivenUp,
    Missing,
    Packages,
    Whole,
    encode_all,
    split_body,
)

__all__ = [
    "Batch",
    "GivenUp",
    "Header",
    "Location",
    "Message",
    "Missing",
    "Packages",
    "Splitter",
    "Whole",
    "decode",
    "decode_batch",
    "decode_location",
    "encode",
    "encode_all",
    "encode_batch",
    "encode_location",
    "general_answer",
    "location_of",
    "media_answer",
    "normal_phone",
    "open_frame",
    "platform_message",
    "read_batch",
    "read_body",
    "read_location",
    "read_message",
    "registration_answer",
    "resend_request",
    "split",
    "split_body",
    "terminal_answer",
    "time_answer",
    "write_body",
]
