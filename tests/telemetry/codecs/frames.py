"""Examples of JT/T 808 that the tests share."""

from dataclasses import replace

from hypothesis import strategies as st

from telemetry.codecs import jt808
from telemetry.codecs.jt808.frame import unescape

HEADER = jt808.Header(message=0x0200, phone="013800138000", serial=7)
NEW_HEADER = jt808.Header(
    message=0x0200, phone="00000000013800138000", serial=7, edition="2019", version=1
)
HEARTBEAT = bytes.fromhex("7e000200001234567890120001897e")
BLOCK = bytes.fromhex("00000000 00080003 01ce3c54 072a2c70 0014 0216 005a 261001080000")

words = st.integers(0, 0xFFFF)
_any = {
    "message": words,
    "serial": words,
    "encryption": st.integers(0, 7),
    "reserved": st.booleans(),
}
_packages = st.one_of(
    st.just({"total": None, "index": None}), st.fixed_dictionaries({"total": words, "index": words})
)
_old = st.fixed_dictionaries(_any | {"phone": st.from_regex("[0-9a-f]{12}", fullmatch=True)})
_new = st.fixed_dictionaries(
    _any
    | {
        "phone": st.from_regex("[0-9a-f]{20}", fullmatch=True),
        "edition": st.just("2019"),
        "version": st.integers(0, 255),
    }
)
headers = st.builds(lambda head, package: jt808.Header(**head, **package), _old | _new, _packages)
"""Any header that an encoder may write."""

locations = st.builds(
    jt808.Location,
    alarm=st.integers(0, 2**32 - 1),
    status=st.integers(0, 2**32 - 1),
    lat_e6=st.integers(0, 2**32 - 1),
    lon_e6=st.integers(0, 2**32 - 1),
    altitude_m=st.integers(-(2**15), 2**15 - 1),
    speed_dkmh=words,
    direction=words,
    time=st.binary(min_size=6, max_size=6),
    items=st.lists(st.tuples(st.integers(1, 255), st.binary(max_size=255)), max_size=4).map(tuple),
    trailing=st.sampled_from([b"", b"\0", b"\0\0", b"\x01", b"\x01\x04\x00", b"\x00\x05\x00"]),
)
"""Any position report."""

blocks = locations.map(lambda each: replace(each, items=(), trailing=b""))
"""Any position report without items."""

batches = st.builds(
    jt808.Batch,
    bodies=st.lists(locations.map(jt808.encode_location), max_size=3).map(tuple),
    kind=st.integers(0, 255),
).map(lambda batch: replace(batch, count=len(batch.bodies)))
"""Any batch without a flaw."""


def framed(header: jt808.Header, body: bytes) -> bytes:
    """Header, body and check byte."""
    return unescape(jt808.encode(header, body)[1:-1])
