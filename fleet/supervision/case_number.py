"""The names of alert cases: one for each time the same question is asked."""

import re

_NUMBERED = re.compile(r"(.+)#([0-9]+)")


def case_id(key: str, asked: int = 1) -> str:
    """The case of a notice or a finding, the first or a later one. No space in it.

    >>> case_id("quot-01:slot:S1", 2)
    'quot-01:slot:S1#2'
    """
    plain = "_".join(key.split())
    return plain if asked == 1 else f"{plain}#{asked}"


def following(case: str) -> str:
    """The case after a case.

    >>> following("quot-01:slot:S1#2")
    'quot-01:slot:S1#3'
    """
    numbered = _NUMBERED.fullmatch(case)
    return case_id(numbered[1], int(numbered[2]) + 1) if numbered else case_id(case, 2)
