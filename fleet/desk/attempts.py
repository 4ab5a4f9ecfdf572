"""The log of refused commands: what a rule said no to, and the notice that follows from it."""

from typing import Any
from uuid import uuid4

from fleet.decider import Command, Refused
from fleet.desk.routes import ROUTES
from fleet.ledger.applications import Lifecycle
from fleet.ledger.handle import handle
from fleet.ledger.saying import Said, Saying
from fleet.supervision.attempt import CommandRefused, RecordAttempt, attempt
from fleet.supervision.notice import RaiseNotice, notice


def keep(ledger: Lifecycle, refused: Refused, saying: Saying) -> None:
    """Keep the attempt of a gated command; nothing else is written.

    Args:
        ledger: Whose database the log is in.
        refused: The answer; it knows the command.
        saying: Who said it.
    """
    command = refused.command
    route = ROUTES.get(type(command).__name__)
    if command is None or route is None or not route.gated:
        return
    told = _told(command, refused, str(saying.command_id or uuid4()))
    said: Said[Any, Any, Any] = Said(
        f"attempt:{told.attempt}", attempt, RecordAttempt(refused=told)
    )
    [subject, *_] = (each.stream for each in route.saids(command))
    raised = [_raised(told, subject)] if told.alert else []
    handle(ledger.supervision, said, *raised, saying=saying)


def _told(command: Command, refused: Refused, number: str) -> CommandRefused:
    said = command.model_dump(mode="json", exclude=set(command.FACTS), exclude_defaults=True)
    return CommandRefused(
        attempt=number,
        command=type(command).__name__,
        said=said,
        rule=refused.rule,
        code=refused.code,
        basis=refused.basis,
        policy=refused.policy,
        values={name: str(value) for name, value in refused.values.items()},
        zh=refused.say("zh"),
        en=refused.say("en"),
        alert=refused.alert,
        unit=str(said.get("unit") or refused.values.get("unit", "")),
        at=said["at"],
    )


def _raised(told: CommandRefused, subject: str) -> Said[Any, Any, Any]:
    """One notice a rule and subject: another attempt is another piece of its evidence."""
    key = f"{told.alert.lower()}:{subject}"
    command = RaiseNotice(
        notice=key,
        code=told.alert,
        subject=subject,
        unit=told.unit,
        vehicle=str(told.said.get("vehicle", "")),
        policy=told.policy,
        inputs=told.values,
        evidence=f"attempt:{told.attempt}",
        at=told.at,
    )
    return Said(f"notice:{key}", notice, command)
