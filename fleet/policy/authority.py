"""Who may say what: a region covers those below it, and some words belong to one body."""

from fleet.decider import Refused
from fleet.policy.brief import Brief
from fleet.policy.shelf import Shelf

_BODIES = {
    "BUREAU": "机关事务管理局",
    "FINANCE": "财政局",
    "UNIT_CLERK": "使用单位经办人",
    "UNIT_LEADER": "使用单位领导",
    "CENTRE": "机关车管中心",
    "DISCIPLINE": "纪检监察机关",
    "DRIVER": "驾驶员",
    "OPERATOR": "系统运维",
}


def covers(actor_jurisdiction: str, subject: str, shelf: Shelf) -> bool:
    """Whether a region covers another one: it is the same, or above it.

    Args:
        actor_jurisdiction: Who acts; empty: not restricted, until there is sign-in.
        subject: To which region belongs what is acted on.
        shelf: The published policies; they say what is above what.
    """
    return not actor_jurisdiction or actor_jurisdiction in shelf.lineage(subject)


def check(brief: Brief) -> None:
    """Let a district act on its own units only, a city on all of its districts.

    Until there is sign-in, who names no region acts everywhere.

    Raises:
        Refused: If the subject lies outside the speaker's region.

    Source:
        R011.
    """
    region = brief.actor.jurisdiction
    if not covers(region, brief.jurisdiction, brief.shelf):
        raise Refused(
            "分级管理",
            "OutsideJurisdiction",
            "R011",
            zh="{region} 的人员不能办理 {subject} 的事项：请由 {subject} 或其上级办理。",
            en="{region} may not act on what belongs to {subject}: "
            "let {subject} or a region above it do so.",
            region=region,
            subject=brief.jurisdiction or "-",
        )


def require(brief: Brief, *roles: str) -> None:
    """Let only these bodies say it.

    Raises:
        Refused: If the speaker has another role, or none.

    Source:
        R012, R013, R015; handbook 2.
    """
    if brief.actor.role not in roles:
        raise Refused(
            "职责权限",
            "RoleMayNot",
            "R012, R013",
            zh="此事由 {bodies} 办理，{person}（{role}）无权办理：请由有权的部门办理。",
            en="this is for {roles} to say, not for {person} ({role}): let one of them say it.",
            bodies="、".join(_BODIES.get(role, role) for role in roles),
            roles=" or ".join(roles),
            person=brief.actor.person or "-",
            role=brief.actor.role or "-",
        )
