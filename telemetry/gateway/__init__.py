"""The gateway: JT/T 808 terminals over TCP, to the broker and back.

What a terminal reports goes to `v1/<device>/up/jt808`; the terminal hears `ok` when the answer of
the ingest comes back on `v1/<device>/dn/jt808`, after the commit and not before.
"""
