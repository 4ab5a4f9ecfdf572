"""A driver's dossier: who he is, his licence, his pledge, what he has read."""

from datetime import date

import pytest

from fleet.people.driver import driver
from fleet.people.driver_commands import DriverCommand
from fleet.people.driver_events import (
    DriverRegistered,
    DriverUpdated,
    LicenceRecorded,
    PledgeSigned,
    RuleAcknowledged,
)
from fleet.people.driver_stages import Unknown
from fleet.people.qualification import Qualification
from fleet.policy.grounds import Grounds
from tests.fleet.people.crew import (
    CENTRE,
    CITY,
    CLERK,
    DIGEST,
    HIMSELF,
    NOW,
    OTHER_DIGEST,
    REFERENCE,
    acknowledge,
    attend,
    award,
    brief,
    file,
    given,
    licence,
    local,
    other,
    pledge,
    refusal,
    register,
    reinstate,
    score,
    suspend,
    told,
    update,
)

OF = {"driver": "D1", "unit": "A1", "at": NOW}
REGISTERED = DriverRegistered(
    **OF,
    by="chen",
    name="张三",
    phone="0571-1",
    employed_on=date(2019, 7, 1),
    jurisdiction=CITY,
    qualification=Qualification(),
)
LICENSED = Qualification(classes=("B1", "C1"), valid_until=date(2027, 5, 31), points=3)
UPDATED = DriverUpdated(
    **OF, by="chen", name="张三", phone="0571-2", jurisdiction=CITY, from_unit="A1"
)


def points(told: int, *, suspended: bool) -> Grounds:
    """What a licence's points lead to."""
    inputs = {"points": told, "suspended": suspended}
    return Grounds(policy=REFERENCE, rules=("R095",), inputs=inputs)


def signed(year: int, *pledged: int) -> PledgeSigned:
    """A pledge that was signed."""
    known = Qualification(pledged=pledged)
    return PledgeSigned(**OF, by="D1", year=year, sha256=DIGEST, qualification=known)


@pytest.mark.proves("R095")
def test_a_dossier_begins_without_any_right_to_drive() -> None:
    given().when(register).then(REGISTERED)


def test_the_same_dossier_again_is_no_news() -> None:
    given(REGISTERED).when(other(register, unit_jurisdiction="")).then()


@pytest.mark.parametrize(
    "change", [{"name": "李四"}, {"phone": ""}, {"employed_on": "2019-07-02"}, {"unit": "B2"}]
)
def test_a_number_stands_for_one_driver(change: dict[str, str]) -> None:
    assert refusal(other(register, brief=CENTRE, **change), [REGISTERED]).code == "DriverDiffers"


def test_a_driver_of_a_unit_nobody_knows_is_not_registered() -> None:
    assert refusal(other(register, unit_jurisdiction="")).code == "UnitUnknown"


def test_what_is_not_said_stays_as_it_is() -> None:
    given(REGISTERED).when(update).then(UPDATED)
    given(REGISTERED).when(other(update, phone=None)).then()
    renamed = UPDATED.model_copy(update={"name": "张山", "phone": "0571-1"})
    given(REGISTERED).when(other(update, phone=None, name="张山")).then(renamed)
    emptied = UPDATED.model_copy(update={"phone": ""})
    given(REGISTERED).when(other(update, phone="")).then(emptied)


def test_the_office_moves_a_driver_to_another_unit() -> None:
    move = other(update, brief=CENTRE, phone=None, unit="B2", unit_jurisdiction="330106")
    moved = {"unit": "B2", "by": "wang", "phone": "0571-1", "jurisdiction": "330106"}
    given(REGISTERED).when(move).then(UPDATED.model_copy(update=moved))
    assert (file(told(move)).unit, file(told(move)).jurisdiction) == ("B2", "330106")
    given(*told(move)).when(move).then()
    assert refusal(other(move, brief=CLERK), told()).code == "RoleMayNot"
    assert refusal(other(move, unit_jurisdiction=""), told()).code == "UnitUnknown"


def test_naming_the_same_unit_is_no_move() -> None:
    given(REGISTERED).when(other(update, unit="A1")).then(UPDATED)


@pytest.mark.proves("R095")
@pytest.mark.parametrize(
    "command", [update, licence, pledge, suspend, reinstate, acknowledge, attend, score, award]
)
def test_nothing_is_filed_about_a_driver_without_a_dossier(command: DriverCommand) -> None:
    assert refusal(command).code == "DriverUnknown"


@pytest.mark.proves("R095")
def test_a_licence_says_what_he_may_drive_until_when() -> None:
    recorded = LicenceRecorded(
        **OF,
        by="chen",
        number="3301",
        classes=("B1", "C1"),
        valid_until=date(2027, 5, 31),
        points=3,
        sha256=DIGEST,
        grounds=points(3, suspended=False),
        qualification=LICENSED,
    )
    given(REGISTERED).when(licence).then(recorded)
    given(REGISTERED, recorded).when(other(licence, classes=("B1", "C1"))).then()
    assert file(told(licence)).qualification == LICENSED


@pytest.mark.parametrize(
    "change",
    [
        {"number": "3302"},
        {"classes": ("C1",)},
        {"valid_until": date(2027, 6, 1)},
        {"points": 4},
        {"sha256": OTHER_DIGEST},
    ],
)
def test_another_licence_replaces_the_one_before(change: dict[str, object]) -> None:
    renewed = told(licence, other(licence, **change))
    assert [event.TOPIC for event in renewed[1:]] == ["driver.licence-recorded"] * 2
    known = file(renewed).licence
    assert known is not None
    assert {name: getattr(known, name) for name in change} == change


@pytest.mark.proves("R096")
def test_a_pledge_counts_for_its_year() -> None:
    given(REGISTERED).when(pledge).then(signed(2026, 2026))
    given(REGISTERED, signed(2026, 2026)).when(pledge).then()
    next_year = given(REGISTERED, signed(2026, 2026)).when(other(pledge, year=2027))
    next_year.then(signed(2027, 2026, 2027))


@pytest.mark.proves("R096")
@pytest.mark.parametrize(("year", "day"), [(2025, "2026-01-01 00:00"), (2028, "2026-12-31 23:59")])
def test_a_pledge_is_signed_in_its_year_or_the_year_before(year: int, day: str) -> None:
    late = other(pledge, year=year, at=local(day))
    assert refusal(late, told()).code == "PledgeYear"


@pytest.mark.parametrize(("year", "day"), [(2026, "2026-01-01 00:00"), (2027, "2026-12-31 23:59")])
def test_the_year_of_a_pledge_is_a_local_one(year: int, day: str) -> None:
    assert len(told(other(pledge, year=year, at=local(day)))) == 2


def test_one_paper_stands_for_a_year() -> None:
    assert refusal(other(pledge, sha256=OTHER_DIGEST), told(pledge)).code == "PledgeDiffers"


@pytest.mark.proves("R101")
def test_a_driver_acknowledges_a_version_that_was_published() -> None:
    read = RuleAcknowledged(**OF, by="D1", document=3, version="2026", acknowledged=1)
    given(REGISTERED).when(acknowledge).then(read)
    given(REGISTERED, read).when(acknowledge).then()
    assert refusal(other(acknowledge, published=()), told()).code == "NoSuchVersion"
    assert refusal(other(acknowledge, version="2025"), told()).code == "NoSuchVersion"


@pytest.mark.proves("R101")
def test_documents_are_counted_not_versions() -> None:
    newer = other(acknowledge, version="2027", published=("2026", "2027"))
    more = other(acknowledge, document=4)
    counted = [event.acknowledged for event in told(acknowledge, newer, more, acknowledge)
               if isinstance(event, RuleAcknowledged)]  # fmt: skip
    assert counted == [1, 1, 2]
    assert file(told(acknowledge, newer)).read == {3: {"2026", "2027"}}


@pytest.mark.parametrize("command", [pledge, acknowledge])
def test_a_driver_signs_for_himself_only(command: DriverCommand) -> None:
    stranger = other(command, brief=brief("D2", "DRIVER"))
    assert refusal(stranger, told()).code == "NotHimself"


@pytest.mark.parametrize("command", [register, update, licence, suspend, reinstate, score])
def test_a_driver_does_not_keep_his_own_dossier(command: DriverCommand) -> None:
    own = other(command, brief=brief("D3", "DRIVER"))
    past = [] if command is register else told()
    assert refusal(own, past).code == "RoleMayNot"


@pytest.mark.parametrize("command", [register, update, licence, pledge, acknowledge])
@pytest.mark.parametrize("role", ["UNIT_CLERK", "UNIT_LEADER"])
def test_a_unit_keeps_the_dossiers_of_its_own_drivers(command: DriverCommand, role: str) -> None:
    strange = other(command, brief=brief("qian", role, "B2"))
    past = [] if command is register else told()
    assert refusal(strange, past).code == "OtherUnit"
    own = other(command, brief=brief("qian", role, "A1"))
    assert driver.decide(own, driver.fold(past))
    unsaid = other(command, brief=brief("qian", role))
    assert driver.decide(unsaid, driver.fold(past))


@pytest.mark.parametrize("command", [register, update, licence, pledge, acknowledge, suspend])
@pytest.mark.parametrize("role", ["CENTRE", "BUREAU"])
def test_the_office_keeps_every_dossier_of_its_region(command: DriverCommand, role: str) -> None:
    past = [] if command is register else told()
    said = other(command, brief=brief("sun", role, "Z9", CITY))
    assert driver.decide(said, driver.fold(past))
    outside = other(command, brief=brief("sun", role, region="330200"))
    assert refusal(outside, past).code == "OutsideJurisdiction"


def test_what_happened_to_nobody_changes_nothing() -> None:
    assert driver.fold([UPDATED]) == Unknown()


def test_he_is_himself() -> None:
    assert HIMSELF.actor.person == register.driver
