"""NMEA 0183: what BeiDou receivers say that are no vehicle terminals."""

from telemetry.codecs.nmea.epoch import Epoch, Epochs, Solution, epochs, solve
from telemetry.codecs.nmea.payload import decode, describe, encode, fix_of, wrap
from telemetry.codecs.nmea.sentence import Sentence, read_sentence, write_sentence

__all__ = [
    "Epoch",
    "Epochs",
    "Sentence",
    "Solution",
    "decode",
    "describe",
    "encode",
    "epochs",
    "fix_of",
    "read_sentence",
    "solve",
    "wrap",
    "write_sentence",
]
