"""JT/T 808: the language Chinese vehicle terminals speak, editions 2011, 2013 and 2019."""

from telemetry.codecs.jt808.answers import (
    general_answer,
    registration_answer,
    terminal_answer,
    time_answer,
)
from telemetry.codecs.jt808.batch import Batch, decode_batch, encode_batch, read_batch
from telemetry.codecs.jt808.frame import Splitter, encode, open_frame, split
from telemetry.codecs.jt808.header import Header, normal_phone
from telemetry.codecs.jt808.location import (
    Location,
    decode_location,
    encode_location,
    location_of,
    read_location,
)
from telemetry.codecs.jt808.message import Message, decode

__all__ = [
    "Batch",
    "Header",
    "Location",
    "Message",
    "Splitter",
    "decode",
    "decode_batch",
    "decode_location",
    "encode",
    "encode_batch",
    "encode_location",
    "general_answer",
    "location_of",
    "normal_phone",
    "open_frame",
    "read_batch",
    "read_location",
    "registration_answer",
    "split",
    "terminal_answer",
    "time_answer",
]
