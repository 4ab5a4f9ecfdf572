"""Who dispatches on a platform, who is on duty, and whom a veteran platform drives."""

from typing import Any

import pytest

from fleet.decider import Refused
from fleet.dispatch.platform import Opened, PlatformCommand, PlatformEvent, PlatformOpened, platform
from fleet.dispatch.platform_staff import (
    AppointDispatcher,
    BeneficiaryRegistered,
    BeneficiaryRemoved,
    DismissDispatcher,
    DispatcherAppointed,
    DispatcherDismissed,
    DutyEnded,
    DutyStarted,
    EndDuty,
    RegisterBeneficiary,
    RemoveBeneficiary,
    Staff,
    StartDuty,
)
from fleet.policy.brief import Actor, Brief
from fleet.policy.grounds import Grounds
from tests.fleet.dispatch.test_platform import NOW
from tests.fleet.quota.city import BUREAU, CITY, CLERK, REFERENCE, brief
from tests.given import Given

P: dict[str, Any] = {"platform": "VETERAN", "at": NOW}
WHO: dict[str, Any] = P | {"person": "李调度"}
HE: dict[str, Any] = P | {"person": "老张"}
BY: dict[str, Any] = {"by": "wang", "body": "BUREAU"}
given = Given(platform)


def opened(category: str | None) -> PlatformOpened:
    said = {"category": category, "jurisdiction": CITY, "grounds": Grounds(policy=REFERENCE)}
    return PlatformOpened(**P, **said)


VETERAN, MIXED = opened("VETERAN_CADRE"), opened(None)
appoint = AppointDispatcher(**WHO, brief=BUREAU, document="调1号")
appointed = DispatcherAppointed(**WHO, **BY, document="调1号")
dismiss = DismissDispatcher(**WHO, brief=BUREAU)
dismissed = DispatcherDismissed(**WHO, **BY)
start = StartDuty(**WHO, brief=BUREAU)
started = DutyStarted(**WHO, **BY)
end = EndDuty(**WHO, brief=BUREAU)
ended = DutyEnded(**WHO, **BY)
enter = RegisterBeneficiary(**HE, brief=BUREAU, document="老干1号")
entered = BeneficiaryRegistered(**HE, **BY, document="老干1号")
remove = RemoveBeneficiary(**HE, brief=BUREAU, reason="去世")
removed = BeneficiaryRemoved(**HE, **BY, reason="去世")


def refusal(command: PlatformCommand, *past: PlatformEvent) -> Refused:
    """Why it says no."""
    with pytest.raises(Refused) as no:
        platform.decide(command, platform.fold(past))
    return no.value


def spoken_by(command: Any, person: str, role: str, region: str = CITY) -> Any:  # noqa: ANN401
    """The same, said by somebody else."""
    told = Brief(Actor(person, role, "", region), CITY, BUREAU.shelf)
    return command.model_copy(update={"brief": told})


def staff(*past: PlatformEvent) -> Staff:
    """Who is known to it."""
    state = platform.fold(past)
    assert isinstance(state, Opened)
    return state.staff


@pytest.mark.proves("R055")
def test_a_platform_has_dispatchers_of_its_own() -> None:
    given(VETERAN).when(appoint).then(appointed)
    given(VETERAN, appointed).when(appoint).then()
    assert staff(VETERAN, appointed) == Staff(dispatchers=frozenset({"李调度"}))
    given(VETERAN, appointed).when(dismiss).then(dismissed)
    given(VETERAN, appointed, dismissed).when(dismiss).then()
    assert staff(VETERAN, appointed, dismissed) == Staff()


@pytest.mark.proves("R055")
def test_only_its_dispatchers_go_on_duty() -> None:
    no = refusal(start, VETERAN)
    assert (no.rule, no.code, no.values["person"]) == ("平台调度", "NotADispatcher", "李调度")
    given(VETERAN, appointed).when(start).then(started)
    given(VETERAN, appointed, started).when(start).then()
    assert staff(VETERAN, appointed, started).on_duty == {"李调度"}
    given(VETERAN, appointed, started).when(end).then(ended)
    given(VETERAN, appointed, started, ended).when(end).then()
    assert staff(VETERAN, appointed, started, ended).on_duty == frozenset()


def test_who_is_dismissed_goes_off_duty() -> None:
    given(VETERAN, appointed, started).when(dismiss).then(ended, dismissed)
    assert staff(VETERAN, appointed, started, ended, dismissed) == Staff()


def test_a_dispatcher_starts_and_ends_his_own_duty() -> None:
    own = {"by": "李调度", "body": ""}
    told = started.model_copy(update=own)
    given(VETERAN, appointed).when(spoken_by(start, "李调度", "")).then(told)
    given(VETERAN, appointed, started).when(spoken_by(end, "李调度", "")).then(
        ended.model_copy(update=own)
    )
    assert refusal(spoken_by(start, "别人", "DRIVER"), VETERAN, appointed).code == "RoleMayNot"
    centre = {"by": "车管", "body": "CENTRE"}
    given(VETERAN, appointed).when(spoken_by(start, "车管", "CENTRE")).then(
        started.model_copy(update=centre)
    )


@pytest.mark.proves("R055")
def test_the_veteran_platform_drives_registered_beneficiaries() -> None:
    given(VETERAN).when(enter).then(entered)
    given(VETERAN, entered).when(enter).then()
    assert staff(VETERAN, entered).beneficiaries == {"老张": "老干1号"}
    renewed = entered.model_copy(update={"document": "老干2号"})
    given(VETERAN, entered).when(enter.model_copy(update={"document": "老干2号"})).then(renewed)
    given(VETERAN, entered).when(remove).then(removed)
    given(VETERAN).when(remove).then()
    assert staff(VETERAN, entered, removed) == Staff()


@pytest.mark.proves("R055")
@pytest.mark.parametrize(("category", "told"), [("ADMIN_ENFORCEMENT", ...), (None, "-")])
def test_other_platforms_register_no_cadres(category: str | None, told: object) -> None:
    no = refusal(enter, opened(category))
    assert (no.rule, no.code) == ("服务对象", "PlatformHasNoBeneficiaries")
    assert no.values["category"] == (category if told is ... else told)


@pytest.mark.proves("R055")
@pytest.mark.parametrize("command", [appoint, dismiss, enter, remove])
def test_only_bureau_and_centre_say_who_belongs_to_a_platform(command: PlatformCommand) -> None:
    past = (VETERAN, appointed, entered)
    no = refusal(command.model_copy(update={"brief": CLERK}), *past)
    assert no.code == "RoleMayNot"
    assert platform.decide(spoken_by(command, "车管", "CENTRE"), platform.fold(past)) is not None


@pytest.mark.proves("R057")
@pytest.mark.parametrize("command", [appoint, start, enter])
def test_another_region_has_no_say_on_a_platform(command: PlatformCommand) -> None:
    far = spoken_by(command, "wang", "BUREAU", "330200")
    assert refusal(far, VETERAN, appointed).code == "OutsideJurisdiction"


def test_a_platform_that_is_not_open_has_nobody() -> None:
    assert refusal(appoint).code == "PlatformUnknown"
    assert brief().actor.person == BY["by"]


def test_a_refusal_says_what_to_do() -> None:
    no = refusal(start, VETERAN)
    assert no.say("zh") == "李调度 不是平台 VETERAN 的调度员，不能值班：请先任命。"
    assert no.say("en") == (
        "李调度 is no dispatcher of platform VETERAN and cannot go on duty: appoint him first."
    )
    other = refusal(enter, MIXED)
    assert other.say("zh") == (
        "平台 VETERAN（-）不服务离退休老干部，老张 不能登记：请在老干部服务平台登记。"
    )
    assert other.say("en") == (
        "platform VETERAN (-) does not drive veteran cadres, 老张 cannot be registered: "
        "use the platform of veteran cadres."
    )
    assert (no.basis, other.basis) == ("R055", "R055")
