"""A check of a car (日查、月查、季度进厂检查、专项检查): asked for, done, waived or missed.

Unknown --ScheduleCheck--> Scheduled --CompleteCheck--> Completed
Scheduled --MarkMissed--> Missed --CompleteCheck--> Completed (late, or a late paper)
Scheduled, Missed --WaiveCheck--> Waived; of a car that had left and is back: --ScheduleCheck-->
Scheduled
"""

from typing import Any

from fleet.decider import Decider
from fleet.inspection import check_refusals as refuse
from fleet.inspection import rules
from fleet.inspection.check_commands import (
    CheckCommand,
    CompleteCheck,
    MarkMissed,
    ScheduleCheck,
    WaiveCheck,
)
from fleet.inspection.check_events import (
    CheckCompleted,
    CheckEvent,
    CheckMissed,
    CheckScheduled,
    CheckWaived,
)
from fleet.inspection.check_stages import (
    Check,
    Completed,
    File,
    Missed,
    Scheduled,
    Task,
    Unknown,
    Waived,
)
from fleet.inspection.periods import DAILY, SPECIAL, span
from fleet.inspection.special_words import Campaign
from fleet.policy import authority
from fleet.policy.grounds import Grounds
from fleet.policy.policy_set import PolicySet

LEFT_SERVICE, NOT_USED = "LEFT_SERVICE", "NOT_USED"


def decide(command: CheckCommand, check: Check) -> list[CheckEvent]:
    """Answer a command with the events that follow from it; none when the wish is already true.

    Raises:
        Refused: If a rule forbids it.

    Source:
        R090-R094; handbook 4 (CheckTask), 6 (PM7).
    """
    authority.check(command.brief)
    if isinstance(command, ScheduleCheck):
        return _schedule(command, check)
    if isinstance(check, Unknown):
        raise refuse.out_of_order(command, check)
    match command:
        case CompleteCheck():
            return _complete(command, check)
        case WaiveCheck():
            return _waive(command, check)
        case MarkMissed():
            return _miss(command, check)


def _schedule(command: ScheduleCheck, check: Check) -> list[CheckEvent]:
    if isinstance(check, Task):
        file = check.file
        if (file.vehicle, file.kind, file.period) != _named(command):
            raise refuse.other_task(command, file)
        if not isinstance(check, Waived) or not check.left:
            return []
    if not command.in_service:
        raise refuse.not_in_service(command)
    policy = command.brief.shelf.in_force(command.brief.jurisdiction, command.at)
    campaign = _campaign(command, policy)
    grounds = Grounds.of(policy, rules.THOROUGH, kind=command.kind, items=[*campaign.items])
    return [
        CheckScheduled(
            check=command.check,
            vehicle=command.vehicle,
            unit=command.unit,
            kind=command.kind,
            period=command.period,
            at=command.at,
            jurisdiction=command.brief.jurisdiction,
            begins_at=campaign.begins_at,
            due_until=campaign.due_until,
            items=campaign.items,
            grounds=grounds,
            by=command.brief.actor.person,
        )
    ]


def _named(command: ScheduleCheck) -> tuple[str, str, str]:
    return command.vehicle, command.kind, command.period


def _campaign(command: ScheduleCheck, policy: PolicySet) -> Campaign:
    """What is looked at, and when: the calendar's, or the special check's."""
    if command.kind != SPECIAL:
        first, after = span(command.kind, command.period)
        begins, items = policy.jurisdiction.begins, rules.needed(policy, command.kind)
        return Campaign(begins(first), begins(after), items, ())
    campaign = command.campaign
    if campaign is None:
        raise refuse.no_campaign(command)
    regions = {*command.brief.shelf.lineage(command.brief.jurisdiction), command.district}
    if not regions & {*campaign.districts}:
        raise refuse.elsewhere(command, campaign.districts)
    return campaign


def _complete(command: CompleteCheck, check: Task) -> list[CheckEvent]:
    file = check.file
    if isinstance(check, Completed):
        if _told(check) == _told(command):
            return []
        raise refuse.done_already(command.check, check.inspector)
    if isinstance(check, Waived):
        raise refuse.out_of_order(command, check)
    if command.at < file.begins_at:
        raise refuse.too_early(command, file.begins_at)
    policy = command.brief.shelf.cited(file.policy)
    _check_results(command, file, policy)
    late = command.at >= file.due_until
    done = _completed(command, file, policy, late=late, missed=isinstance(check, Missed))
    return [_missed(command, file), done] if late and not done.missed else [done]


def _told(done: CompleteCheck | Completed) -> tuple[object, ...]:
    return dict(done.results), done.inspector, done.workshop_record


def _check_results(command: CompleteCheck, file: File, policy: PolicySet) -> None:
    asked = _asked(command, file)
    if unknown := rules.unknown(policy, command.results):
        raise refuse.unknown_items(command.check, unknown, policy)
    if not rules.COMPLETE.holds(policy, asked):
        left_out = tuple(item for item in file.items if item not in command.results)
        raise refuse.items_missing(command.check, left_out, policy.reference)
    if not rules.WORKSHOP.holds(policy, asked):
        raise refuse.self_check(command.check, policy.reference)


def _asked(command: CompleteCheck, file: File) -> dict[str, Any]:
    return {
        "kind": file.kind,
        "items": [*file.items],
        "results": dict(command.results),
        "workshop_record": command.workshop_record,
    }


def _completed(
    command: CompleteCheck, file: File, policy: PolicySet, *, late: bool, missed: bool
) -> CheckCompleted:
    """Only a workshop says that something which failed is in order again (R094)."""
    failed = rules.failed(policy, command.results)
    cleared = rules.passed(policy, command.results) if command.workshop_record else ()
    asked = {**_asked(command, file), "failed": [*failed]}
    return CheckCompleted(
        **_of(file),
        **command.model_dump(exclude={"brief"}),
        failed=failed,
        cleared=cleared,
        late=late,
        missed=missed,
        grounds=Grounds.of(policy, rules.COMPLETE, rules.WORKSHOP, rules.SAFE, **asked),
        by=command.brief.actor.person,
    )


def _of(file: File) -> dict[str, str]:
    return {
        "vehicle": file.vehicle,
        "unit": file.unit,
        "kind": file.kind,
        "period": file.period,
    }


def _waive(command: WaiveCheck, check: Task) -> list[CheckEvent]:
    if isinstance(check, Waived):
        return []
    if isinstance(check, Completed):
        raise refuse.out_of_order(command, check)
    if command.in_service:
        authority.require(command.brief, "BUREAU")
        if command.document is None:
            raise refuse.waiver_without_document(command.check)
    return [
        CheckWaived(
            **_of(check.file),
            **command.model_dump(include={"check", "at", "reason", "document"}),
            late=isinstance(check, Missed),
            left=not command.in_service,
            by=command.brief.actor.person,
        )
    ]


def _miss(command: MarkMissed, check: Task) -> list[CheckEvent]:
    file = check.file
    if not isinstance(check, Scheduled):
        return []
    if command.at < file.due_until:
        raise refuse.not_over(command, file.due_until)
    if command.in_service and (command.used or file.kind != DAILY):
        return [_missed(command, file)]
    return [
        CheckWaived(
            **_of(file),
            check=command.check,
            at=command.at,
            reason=NOT_USED if command.in_service else LEFT_SERVICE,
            document=None,
            late=False,
            left=not command.in_service,
            by=command.brief.actor.person,
        )
    ]


def _missed(command: MarkMissed | CompleteCheck, file: File) -> CheckMissed:
    return CheckMissed(
        **_of(file),
        check=command.check,
        at=file.due_until,
        due_until=file.due_until,
        policy=file.policy,
    )


def evolve(check: Check, event: CheckEvent) -> Check:
    """Take one event into account."""
    if isinstance(event, CheckScheduled):
        return Scheduled(_file(event))
    if isinstance(check, Unknown):
        return check
    match event:
        case CheckCompleted():
            told = event.at, event.results, event.inspector, event.workshop_record
            return Completed(check.file, *told)
        case CheckWaived(left=left):
            return Waived(check.file, left)
        case CheckMissed():
            return Missed(check.file)


def _file(event: CheckScheduled) -> File:
    return File(
        event.vehicle,
        event.unit,
        event.kind,
        event.period,
        event.jurisdiction,
        event.grounds.policy,
        event.begins_at,
        event.due_until,
        event.items,
    )


check: Decider[CheckCommand, CheckEvent, Check] = Decider(
    initial=Unknown(), decide=decide, evolve=evolve
)
"""What can be said to a check."""
