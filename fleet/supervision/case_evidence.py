"""The hash of what was shown: anybody who has the case can compute it again."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

import orjson

from fleet.supervision.case_commands import CasePaper, MergeEvidence, RaiseAlert
from fleet.supervision.finding import Evidence


def shown_sha256(
    window: tuple[datetime, datetime | None],
    inputs: Mapping[str, str],
    evidence: Iterable[Evidence],
) -> str:
    """Of a window, what it was measured with, and what it rests on; hex.

    Over JSON with sorted keys: `begins_at`, `ends_at`, `evidence`, `inputs`; moments in UTC.
    """
    begins_at, ends_at = window
    return _sha256(
        {
            "begins_at": begins_at,
            "ends_at": ends_at,
            "inputs": dict(inputs),
            "evidence": [each.model_dump() for each in evidence],
        }
    )


def said_sha256(command: RaiseAlert | MergeEvidence) -> str:
    """The same, of a command."""
    window = command.begins_at, command.ends_at
    return shown_sha256(window, command.inputs, command.evidence)


def withdrawn_sha256(reason: str, source: str) -> str:
    """Of the word that it is no longer so."""
    return _sha256({"withdrawn": reason, "source": source})


def papers_sha256(papers: Iterable[CasePaper]) -> str:
    """Of the documents that a supervisor shows, in whatever order."""
    return _sha256({"documents": sorted({each.sha256 for each in papers})})


def _sha256(told: object) -> str:
    written = orjson.dumps(told, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    return hashlib.sha256(written).hexdigest()
