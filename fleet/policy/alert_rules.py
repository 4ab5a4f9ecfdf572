"""The rules of the alert catalogue: how grave, who answers, who verifies, until when, and why."""

import re
from dataclasses import dataclass
from typing import Literal

from fleet.decider import Refused

Severity = Literal["RED", "AMBER", "BLUE"]

GRAVITY: tuple[Severity, ...] = ("BLUE", "AMBER", "RED")
"""From the lightest to the gravest."""

_TERM = re.compile(r"(?:([a-z ]+) )?(\d+) (min|h|d)")
_UNITS = {"min": 1, "h": 60, "d": 24 * 60}
_WORDS = {"same day": 1, "monthly": 31, "month end": 31, "quarter": 92}  # days


@dataclass(frozen=True, slots=True)
class Handling:
    """Who deals with an alert.

    Attributes:
        handlers: The roles that answer for it, one after the other.
        verifier: The role that looks at the answer; never the person who gave it.
        desk: It is about a device or a feed: the handler's own desk explains (B17).
    """

    handlers: tuple[str, ...]
    verifier: str
    desk: bool = False


@dataclass(frozen=True, slots=True)
class AlertRule:
    """One rule.

    Attributes:
        severity: Where it starts.
        handling: Who deals with it.
        sla: What they owe, in words; `info`: to be seen, no case (B17).
        basis: Where it comes from.
    """

    severity: Severity
    handling: Handling
    sla: str
    basis: str

    @property
    def acknowledge(self) -> int | None:
        """Minutes until somebody has to have seen it; None: not said."""
        return self._term("ack")

    @property
    def explain(self) -> int | None:
        """Minutes for an explanation; None: not said."""
        return self._term("explain")

    @property
    def decide(self) -> int | None:
        """Minutes until it ought to be decided; None: not said."""
        return self._term("", "decide", "review", "fix", "interview in")

    def _term(self, *names: str) -> int | None:
        for part in self.sla.split(", "):
            told = _TERM.match(part)
            if told and (told[1] or "") in names:
                return int(told[2]) * _UNITS[told[3]]
            if part in _WORDS and "" in names:
                return _WORDS[part] * _UNITS["d"]
        return None


_UNIT = Handling(("UNIT_CLERK", "CENTRE"), "BUREAU")
_CENTRE = Handling(("CENTRE",), "BUREAU")
_DEVICES = Handling(("CENTRE",), "BUREAU", desk=True)
_BUREAU = Handling(("BUREAU",), "BUREAU")
_WATCHED = Handling(("BUREAU",), "DISCIPLINE")
_FINANCE = Handling(("FINANCE",), "BUREAU")
_AUDITED = Handling(("FINANCE",), "DISCIPLINE")
_FEEDS = Handling(("OPERATOR",), "BUREAU", desk=True)
_CHAIN = Handling(("OPERATOR",), "DISCIPLINE", desk=True)
_PRIVACY = Handling(("BUREAU",), "DISCIPLINE", desk=True)

ALERT_RULES = {
    "USE-01": AlertRule("RED", _UNIT, "ack 30 min, explain 24 h, decide 3 d", "R086 R071 P12 P13"),
    "USE-02": AlertRule("AMBER", _UNIT, "ack 1 h", "R060 P10"),
    "USE-03": AlertRule("AMBER", _UNIT, "explain 24 h", "R069 R075 P13"),
    "USE-04": AlertRule("AMBER", _UNIT, "explain 24 h", "R086 R075 P15"),
    "USE-05": AlertRule("RED", _WATCHED, "ack 1 h, explain 24 h", "R086 P15"),
    "USE-06": AlertRule("AMBER", _UNIT, "explain 24 h", "R076 R086 P16"),
    "USE-07": AlertRule("AMBER", _WATCHED, "review 5 d", "R086 P15"),
    "USE-08": AlertRule("AMBER", _BUREAU, "explain 24 h", "R013 R069 P17"),
    "USE-09": AlertRule("RED", _CENTRE, "ack 30 min", "R086 R095 P17"),
    "USE-10": AlertRule("AMBER", _WATCHED, "explain 3 d", "R039 P5"),
    "USE-11": AlertRule("AMBER", _CENTRE, "3 d", "R060 P19"),
    "USE-12": AlertRule("AMBER", _CENTRE, "1 h", "R060 P18"),
    "SEAL-01": AlertRule("RED", _WATCHED, "ack 30 min, explain 24 h", "R076 R078"),
    "SEAL-02": AlertRule("RED", _UNIT, "ack 1 h", "R077 R078 P22"),
    "SEAL-03": AlertRule("AMBER", _DEVICES, "4 h", "R078 R075"),
    "SEAL-04": AlertRule("AMBER", _BUREAU, "before seal start", "R078"),
    "GEO-01": AlertRule("AMBER", _UNIT, "explain 24 h", "R077 R088"),
    "GEO-02": AlertRule("AMBER", _UNIT, "explain 24 h", "R069 P22"),
    "GEO-03": AlertRule("BLUE", _CENTRE, "3 d", "R069"),
    "GEO-04": AlertRule("AMBER", _WATCHED, "3 d", "R069 R121"),
    "TERM-01": AlertRule("AMBER", _DEVICES, "ack 4 h, fix 3 d", "R061 R075 P20"),
    "TERM-02": AlertRule("RED", _WATCHED, "ack 30 min", "R061"),
    "TERM-03": AlertRule("BLUE", _DEVICES, "5 d", "R075 R087"),
    "TERM-04": AlertRule("BLUE", _DEVICES, "3 d", "R075 R087"),
    "TERM-05": AlertRule("AMBER", _CENTRE, "7 d", "R061"),
    "TERM-06": AlertRule("AMBER", _CENTRE, "5 d", "R087 R072"),
    "TERM-07": AlertRule("RED", _DEVICES, "ack 1 h", "R061 R087"),
    "COST-01": AlertRule("AMBER", _FINANCE, "explain 3 d", "R086 R102 P9 P21"),
    "COST-02": AlertRule("RED", _AUDITED, "ack 1 d", "R086 P21"),
    "COST-03": AlertRule("RED", _AUDITED, "ack 1 d", "R086 P21"),
    "COST-04": AlertRule("AMBER", _FINANCE, "explain 3 d", "R086 P23"),
    "COST-05": AlertRule("AMBER", _AUDITED, "explain 3 d", "R076 P9"),
    "COST-06": AlertRule("RED", _AUDITED, "ack 1 d", "R076 P9"),
    "COST-07": AlertRule("BLUE", _FINANCE, "10 d", "R102 P9"),
    "COST-08": AlertRule("AMBER", _CENTRE, "10 d", "R069 P10"),
    "COST-09": AlertRule("AMBER", _FINANCE, "5 d", "R088 R089"),
    "COST-10": AlertRule("AMBER", _CENTRE, "10 d", "R102"),
    "COST-11": AlertRule("AMBER", _FINANCE, "month end", "R069 R103"),
    "COST-12": AlertRule("AMBER", _WATCHED, "explain 3 d", "R086 P25 P24"),
    "SAFE-01": AlertRule("AMBER", _CENTRE, "monthly", "R079"),
    "SAFE-02": AlertRule("AMBER", _CENTRE, "same day", "R094"),
    "SAFE-03": AlertRule("AMBER", _CENTRE, "ack 30 min for crash", "R094"),
    "SAFE-04": AlertRule("AMBER", _BUREAU, "interview in 15 d", "R079 R080 R081"),
    "SAFE-05": AlertRule("RED", _CENTRE, "before departure", "R095 R096"),
    "INSP-01": AlertRule("BLUE", _CENTRE, "same day", "R091"),
    "INSP-02": AlertRule("AMBER", _CENTRE, "3 d", "R090"),
    "INSP-03": AlertRule("AMBER", _CENTRE, "7 d", "R091 R092"),
    "INSP-04": AlertRule("RED", _CENTRE, "ack 30 min", "R094"),
    "INSP-05": AlertRule("AMBER", _UNIT, "before expiry", "R088 P10"),
    "INSP-06": AlertRule("AMBER", _CENTRE, "30 d", "design (peer GSA/Fleetio)"),
    "INSP-07": AlertRule("AMBER", _BUREAU, "7 d", "R074 P16"),
    "QUOT-01": AlertRule("RED", _BUREAU, "decide 30 d", "R005 R073"),
    "QUOT-02": AlertRule("AMBER", _BUREAU, "3 d", "R008"),
    "QUOT-03": AlertRule("AMBER", _BUREAU, "30 d", "R073"),
    "QUOT-04": AlertRule("AMBER", _WATCHED, "info", "R004"),
    "IND-01": AlertRule("BLUE", _BUREAU, "info", "R027"),
    "IND-02": AlertRule("RED", _FINANCE, "3 d", "R026 R030"),
    "IND-03": AlertRule("AMBER", _BUREAU, "at submit", "R035"),
    "IND-04": AlertRule("BLUE", _BUREAU, "info", "R119"),
    "PROC-01": AlertRule("RED", _BUREAU, "at check", "R017 P1 P2"),
    "PROC-02": AlertRule("RED", _BUREAU, "at check", "R042 P1"),
    "PROC-03": AlertRule("AMBER", _BUREAU, "at check", "R041"),
    "PROC-04": AlertRule("RED", _FINANCE, "at check", "R108 R113"),
    "PROC-05": AlertRule("AMBER", _BUREAU, "at plan approval", "R043 P3 P4"),
    "PROC-06": AlertRule("RED", _FINANCE, "at delivery", "R017"),
    "DISP-01": AlertRule("AMBER", _BUREAU, "before due", "R116"),
    "DISP-02": AlertRule("RED", _BUREAU, "30 d", "R116"),
    "DISP-03": AlertRule("RED", _WATCHED, "ack 1 h", "R109 R115 R118"),
    "DISP-04": AlertRule("AMBER", _FINANCE, "30 d", "design"),
    "RENT-01": AlertRule("AMBER", _BUREAU, "at order", "R023"),
    "RENT-02": AlertRule("AMBER", _BUREAU, "at order", "R022"),
    "RENT-03": AlertRule("RED", _BUREAU, "3 d", "R021"),
    "RENT-04": AlertRule("AMBER", _FINANCE, "info", "R010 R020"),
    "COMP-01": AlertRule("AMBER", _WATCHED, "ack 1 d, answer by hotline rule", "R074 R084 P16"),
    "UTIL-01": AlertRule("BLUE", _BUREAU, "quarter", "design (peer GSA VAM)"),
    "UTIL-02": AlertRule("BLUE", _CENTRE, "quarter", "design (41 CFR 101-39.302)"),
    "DATA-01": AlertRule("AMBER", _FEEDS, "4 h", "R087"),
    "DATA-02": AlertRule("RED", _CHAIN, "ack 1 h", "R121"),
    "DATA-03": AlertRule("AMBER", _PRIVACY, "3 d", "design"),
}
"""Code -> rule.

Source:
    Handbook 10 (alerts.json); roles by handbook 2 and B9.
"""


def alert_rule(code: str) -> AlertRule:
    """The rule of a code.

    Raises:
        Refused: If there is none.
    """
    if code in ALERT_RULES:
        return ALERT_RULES[code]
    raise Refused(
        "预警规则",
        "UnknownAlert",
        "R085",
        zh="没有预警规则 {alert}：请核对预警目录。",
        en="there is no alert rule {alert}: check the alert catalogue.",
        alert=code,
    )


def graver(one: Severity, other: Severity) -> Severity:
    """The graver of two severities."""
    return max(one, other, key=GRAVITY.index)
