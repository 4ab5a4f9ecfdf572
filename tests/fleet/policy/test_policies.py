"""Policies are published version by version; none is ever changed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.decider import Refused
from fleet.policy.brief import Actor, Brief
from fleet.policy.policies import (
    Policies,
    PolicyPublished,
    PolicyRetired,
    PublishPolicy,
    RetirePolicy,
    policies,
    shelved,
)
from fleet.policy.policy_set import PolicySet
from fleet.policy.shelf import Shelf
from tests.fleet.policy.sample import noon, refusal, version
from tests.given import Given

NOW = datetime(2026, 3, 1, tzinfo=UTC)
OLD, NEW = version("2021-11-01"), version("2025-01-01")
END = date(2026, 1, 1)
given = Given(policies)


def _publish(policy: PolicySet, code: str = "330100", **more: Any) -> PublishPolicy:  # noqa: ANN401 - any field
    return PublishPolicy(jurisdiction=code, content=policy, document="杭1号", at=NOW, **more)


def _published(policy: PolicySet) -> PolicyPublished:
    return PolicyPublished(
        jurisdiction="330100",
        policy_id="cn-zj-hangzhou",
        version=policy.version,
        effective_from=policy.effective_from,
        content=policy.content,
        sha256=policy.sha256,
        document="杭1号",
        at=NOW,
    )


def _retire(day: date = END) -> RetirePolicy:
    return RetirePolicy(jurisdiction="330100", ends_on=day, document="杭2号", at=NOW)


def _no(
    past: list[PolicyPublished | PolicyRetired], command: PublishPolicy | RetirePolicy
) -> Refused:
    return refusal(lambda: policies.decide(command, policies.fold(past)))


old, new = _published(OLD), _published(NEW)
retired = PolicyRetired(
    jurisdiction="330100", policy=NEW.reference, ends_on=END, document="杭2号", at=NOW
)


@pytest.mark.proves("R033")
def test_versions_are_published_one_after_the_other() -> None:
    given().when(_publish(OLD)).then(old)
    given(old).when(_publish(NEW)).then(new)


def test_a_policy_may_be_said_as_its_file_says_it() -> None:
    said = _publish(OLD).model_dump(exclude={"brief"}) | {"content": OLD.content}
    given().when(PublishPolicy.model_validate(said)).then(old)


@pytest.mark.proves("R033")
def test_the_same_again_is_nothing_new() -> None:
    given(old, new).when(_publish(OLD)).then()
    given(old, new).when(_publish(NEW)).then()


@pytest.mark.proves("R033")
def test_a_published_version_cannot_be_changed() -> None:
    changed = version("2021-11-01", nev={"min_share_of_year": "0.4"})
    no = _no([old, new], _publish(changed))
    assert (no.rule, no.code, no.basis) == ("政策不可改", "PolicyImmutable", "R033")
    assert no.say("en") == (
        "cn-zj-hangzhou@2021-11-01 is published with other content: publish yours as a new "
        "version with its own first day."
    )
    told = "cn-zj-hangzhou@2021-11-01 已发布，内容不同：请以新的版本号和生效日期发布。"
    assert no.say("zh") == told


@pytest.mark.proves("R033")
@pytest.mark.parametrize("day", ["2020-01-01", "2021-11-01"])
def test_a_version_may_not_begin_before_the_last_one_or_with_it(day: str) -> None:
    no = _no([old], _publish(version(day, version="b")))
    assert (no.rule, no.code, no.basis) == ("生效期不重叠", "PolicyOverlaps", "R033")
    assert no.say("en") == (
        f"cn-zj-hangzhou@b would begin on {day}, on or before days on which "
        "cn-zj-hangzhou@2021-11-01 holds: let it begin on 2021-11-02 or later."
    )
    assert no.say("zh") == (
        f"cn-zj-hangzhou@b 自 {day} 生效，届时或其后 cn-zj-hangzhou@2021-11-01 有效："
        "请从 2021-11-02 或之后生效。"
    )


def test_a_version_may_begin_a_day_after_the_last_one() -> None:
    later = version("2021-11-02")
    given(old).when(_publish(later)).then(_published(later))


def test_the_name_of_a_policy_stays() -> None:
    no = _no([old], _publish(version("2025-01-01", policy_id="cn-other")))
    assert (no.rule, no.code, no.basis) == ("政策不可改", "PolicyIdFixed", "R033")
    told = "the policy of 330100 is called cn-zj-hangzhou, not cn-other: keep the name."
    assert no.say("en") == told
    told = "330100 的政策名为 cn-zj-hangzhou，不能改为 cn-other：请沿用原名。"
    assert no.say("zh") == told


@pytest.mark.proves("R054")
def test_a_policy_is_published_where_it_belongs() -> None:
    no = _no([], _publish(OLD, "330106"))
    assert (no.rule, no.code, no.basis) == ("分级管理", "OtherJurisdiction", "R054")
    assert no.say("en") == "this policy is of 330100, not of 330106: check the file."
    assert no.say("zh") == "这份政策属于 330100，不是 330106：请核对文件。"


@pytest.mark.proves("R011")
@pytest.mark.parametrize("command", [_publish(OLD), _retire()])
def test_a_district_does_not_publish_the_rules_of_its_city(
    command: PublishPolicy | RetirePolicy,
) -> None:
    brief = Brief(Actor("li", jurisdiction="330106"), "330100", Shelf())
    no = _no([], command.model_copy(update={"brief": brief}))
    assert (no.rule, no.code) == ("分级管理", "OutsideJurisdiction")


def test_the_last_version_may_be_ended() -> None:
    given(old, new).when(_retire()).then(retired)
    given(old, new, retired).when(_retire()).then()


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(2025, 1, 1)])
def test_a_version_holds_for_a_day_at_least(day: date) -> None:
    no = _no([old, new], _retire(day))
    assert (no.rule, no.code, no.basis) == ("生效期不重叠", "PolicyEndsOtherwise", "R033")
    told = "cn-zj-hangzhou@2025-01-01 holds from 2025-01-01 to - and"
    assert no.say("en") == f"{told} cannot end on {day}: check the date."
    told = f"cn-zj-hangzhou@2025-01-01 自 2025-01-01 生效、至 - 止，不能于 {day} 废止：请核对日期。"
    assert no.say("zh") == told


def test_a_version_may_be_ended_after_one_day() -> None:
    day = date(2025, 1, 2)
    given(old, new).when(_retire(day)).then(retired.model_copy(update={"ends_on": day}))


def test_an_end_is_not_moved() -> None:
    no = _no([old, new, retired], _retire(date(2027, 1, 1)))
    assert no.code == "PolicyEndsOtherwise"
    assert (no.values["until"], no.values["told"]) == ("2026-01-01", "2027-01-01")


def test_where_nothing_is_published_nothing_can_be_ended() -> None:
    no = _no([], _retire())
    assert (no.rule, no.code, no.basis) == ("政策未发布", "NoPolicyInForce", "R033")
    assert no.say("en") == "330100 has no policy of its own: there is nothing to retire."
    assert no.say("zh") == "330100 没有自己的政策，无可废止。"


def test_after_the_end_a_new_version_may_begin_on_that_day() -> None:
    again = version("2026-01-01")
    given(old, new, retired).when(_publish(again)).then(_published(again))
    early = version("2025-12-31")
    assert _no([old, new, retired], _publish(early)).values["earliest"] == "2026-01-01"


def test_the_shelf_holds_what_was_published() -> None:
    state = policies.fold([old, new, retired])
    shelf = shelved({"330100": state, "330106": Policies()})
    assert shelf == Shelf({"330100": (OLD, NEW), "330106": ()}, {NEW.reference: END})
    assert shelf.in_force("330106", noon("2025-12-31")) == NEW


def test_what_was_published_is_read_once() -> None:
    one, two = policies.fold([old]), policies.fold([old, new])
    assert one.versions[0] is two.versions[0]


@each(st.lists(st.integers(-3, 3), max_size=8))
def test_whatever_is_accepted_no_two_versions_begin_on_one_day(steps: list[int]) -> None:
    state, day = policies.initial, date(2025, 1, 1)
    for number, step in enumerate(steps):
        day += timedelta(days=step)
        command = _publish(version(day.isoformat(), version=f"v{number}"))
        try:
            state = policies.evolve(state, *policies.decide(command, state))
        except Refused as no:
            assert no.code == "PolicyOverlaps"  # noqa: PT017 - any other would be a fault
    begins = [policy.effective_from for policy in state.versions]
    assert begins == sorted(set(begins))
