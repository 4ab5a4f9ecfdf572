"""A policy: its values, its hash, its names, its days and shares."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import yaml
from hypothesis import example
from hypothesis import given as each
from hypothesis import strategies as st

from fleet.policy.chapter import years_after
from fleet.policy.loading import from_yaml
from fleet.policy.packaged import references, text
from fleet.policy.policy_set import PolicySet
from tests.fleet.policy.sample import HANGZHOU, TEXT, like, refusal

XIHU = from_yaml(text("cn-zj-hangzhou-xihu@2025-01-01"))
BUREAU, FINANCE = "BUREAU", "FINANCE"


def test_the_bureaus_file_is_read_unchanged() -> None:
    assert HANGZHOU.reference == "cn-zj-hangzhou@2021-11-01"
    assert HANGZHOU.quota.ceiling("PARTY_GOV") == 1018
    assert HANGZHOU.quota.ceiling("INSTITUTION") == 1088
    assert HANGZHOU.quota.ceiling("OTHER") is None
    assert HANGZHOU.nev.min_share_of_year == Decimal("0.3")
    assert HANGZHOU.disposal.physical_within.from_ == "DisposalApproved"


def test_what_the_file_leaves_out_has_a_default() -> None:
    assert HANGZHOU.renewal.age_on == "DECISION_DATE"
    assert HANGZHOU.purchase.second_signature == "ALWAYS"
    assert HANGZHOU.purchase.certificate_step == "BEFORE_CONTRACT"
    assert HANGZHOU.purchase.reservation_age_days == 180
    assert HANGZHOU.quota.baseline_date == date(2018, 12, 31)
    assert HANGZHOU.quota.headcount_ratio == {"LAW_ENFORCEMENT": 20, "ADMIN_ENFORCEMENT": 20}
    assert all(each.counts_towards_ceiling for each in HANGZHOU.categories.values())
    assert HANGZHOU.disposal.proceeds_within_days == 30
    assert HANGZHOU.indicator.carry_over is False
    assert HANGZHOU.travel_budget.yearly_cap_fen == 6_000_000
    assert HANGZHOU.travel_budget.warn_percent == 90


def test_grounds_say_which_papers_they_need() -> None:
    needs = {key: ground.needs for key, ground in HANGZHOU.disposal.grounds.items()}
    one = ("document",)
    both = ("indicator", "execution_document")
    assert needs == {"REPLACEMENT": both, "SAFETY": one, "EARLY": one, "TRANSFER": one}


def test_readings_of_the_handbook_are_values() -> None:
    assert HANGZHOU.supervision.spot_check.unit == "VEHICLE_CHECK"
    assert HANGZHOU.alerts.handlers == {"DATA-02": "OPERATOR", "DATA-03": "BUREAU"}
    assert HANGZHOU.alerts.dedupe_window == 60
    assert HANGZHOU.alerts.sla == {}
    assert HANGZHOU.use.service_places == "IN_FENCE_PLAN"


def test_the_packaged_first_version_says_what_the_bureaus_file_says() -> None:
    assert from_yaml(text(HANGZHOU.reference)).sha256 == HANGZHOU.sha256


@pytest.mark.parametrize("reference", references())
def test_every_packaged_policy_is_named_like_its_file(reference: str) -> None:
    assert from_yaml(text(reference), reference).reference == reference


def test_what_is_not_packaged_is_told() -> None:
    with pytest.raises(LookupError, match=r"^x@1 does not come .*: cn-zj-hangzhou-x"):
        text("x@1")


@pytest.mark.proves("R054")
def test_a_district_has_its_own_deadline_without_a_change_of_code() -> None:
    assert XIHU.renewal.deadline.day_for(2026) == date(2025, 6, 30)
    assert HANGZHOU.renewal.deadline.day_for(2026) == date(2025, 7, 31)


@pytest.mark.parametrize(
    ("moment", "in_time"), [("2025-06-30T15:59:59+00:00", True), ("2025-06-30T16:00Z", False)]
)
@pytest.mark.proves("R054")
def test_the_last_local_second_of_the_deadline_counts(moment: str, in_time: bool) -> None:  # noqa: FBT001 - a parameter of the table
    assert XIHU.in_time(2026, datetime.fromisoformat(moment)) is in_time


@pytest.mark.proves("R012")
@pytest.mark.parametrize("category", ["CONFIDENTIAL_COMMS", "EMERGENCY_SUPPORT", "老干部服务用车"])
def test_the_bureau_leads_three_categories(category: str) -> None:
    assert HANGZHOU.lead(category) == BUREAU


@pytest.mark.proves("R013")
@pytest.mark.parametrize("category", ["执勤执法用车", "SPECIAL_TECH", "综合行政执法用车"])
def test_finance_leads_the_other_three(category: str) -> None:
    assert HANGZHOU.lead(category) == FINANCE


@pytest.mark.parametrize("name", ["LAW_ENFORCEMENT", "执法执勤用车", "执勤执法用车"])
def test_two_names_are_one_category(name: str) -> None:
    assert HANGZHOU.category(name) == "LAW_ENFORCEMENT"


def test_an_unknown_category_is_refused() -> None:
    no = refusal(lambda: HANGZHOU.lead("领导用车"))
    assert (no.rule, no.code, no.basis) == ("类别目录", "UnknownCategory", "A3")
    known = ", ".join(HANGZHOU.categories)
    told = f"cn-zj-hangzhou@2021-11-01 has no category 领导用车: choose one of {known}."
    assert no.say("en") == told
    told = f"cn-zj-hangzhou@2021-11-01 没有“领导用车”这一类别：请从 {known} 中选择。"
    assert no.say("zh") == told


@pytest.mark.proves("R032")
@pytest.mark.parametrize("name", ["GENERAL", "一般公务用车"])
def test_a_track_decides_form_approvers_and_steps(name: str) -> None:
    track = HANGZHOU.track(name)
    assert track.sectors == ("PARTY_GOV",)
    assert track.form == "一般公务用车更新申请表"
    assert track.approvers == (BUREAU, FINANCE)
    assert track.steps == ("SUBMIT", "REVIEW", "DECISIONS", "APPROVAL")


@pytest.mark.proves("R032")
def test_tracks_are_data() -> None:
    track = {"zh": "专项", "sectors": ["INSTITUTION"], "approvers": [FINANCE], "steps": ["SUBMIT"]}
    other = like(indicator={"tracks": {"SPECIAL": track}})
    assert other.track("专项").approvers == (FINANCE,)
    assert other.track("SPECIAL").form == ""


@pytest.mark.proves("R032")
def test_the_second_track_is_for_institutions() -> None:
    track = HANGZHOU.track("BUSINESS")
    assert (track.zh, track.sectors) == ("业务用车", ("INSTITUTION",))
    assert track.form == "业务用车更新申请表"


@pytest.mark.proves("R032")
def test_an_unknown_track_is_refused() -> None:
    no = refusal(lambda: HANGZHOU.track("X"))
    assert (no.rule, no.code, no.basis) == ("指标类别", "UnknownTrack", "R032")
    told = "cn-zj-hangzhou@2021-11-01 has no indicator track X: choose one of GENERAL, BUSINESS."
    assert no.say("en") == told
    told = "cn-zj-hangzhou@2021-11-01 没有“X”这一指标类别：请从 GENERAL, BUSINESS 中选择。"
    assert no.say("zh") == told


@pytest.mark.parametrize(("total", "needed"), [(0, 0), (1, 1), (10, 3), (11, 4), (27, 9)])
def test_shares_are_rounded_up(total: int, needed: int) -> None:
    assert HANGZHOU.nev.needed(total) == needed


@each(st.integers(0, 10_000), st.integers(0, 100))
@example(27, 30)
def test_one_vehicle_less_than_needed_is_too_few(total: int, percent: int) -> None:
    nev = HANGZHOU.nev.model_copy(update={"min_share_of_year": Decimal(percent) / 100})
    needed = nev.needed(total)
    assert 100 * needed >= percent * total
    assert needed == 0 or 100 * (needed - 1) < percent * total


def test_a_car_of_29_february_is_old_enough_on_1_march() -> None:
    assert HANGZHOU.renewal.eligible_from(date(2019, 2, 28)) == date(2027, 2, 28)
    assert HANGZHOU.renewal.eligible_from(date(2016, 2, 29)) == date(2024, 2, 29)
    assert years_after(date(2016, 2, 29), 7) == date(2023, 3, 1)


def test_a_retired_car_has_a_year_and_three_warnings() -> None:
    assert HANGZHOU.disposal.due_on(date(2024, 2, 29)) == date(2025, 3, 1)
    warned = HANGZHOU.disposal.warned_on(date(2025, 3, 1))
    assert warned == (date(2025, 12, 1), date(2025, 12, 31), date(2026, 1, 30))


def test_a_day_begins_where_the_policy_holds() -> None:
    begin = HANGZHOU.jurisdiction.begins(date(2026, 1, 1))
    assert begin == datetime(2025, 12, 31, 16, tzinfo=UTC)
    assert HANGZHOU.jurisdiction.day(begin) == date(2026, 1, 1)


def test_one_number_has_one_hash_however_it_is_spelled() -> None:
    spelled = from_yaml(TEXT.replace("min_share_of_year: 0.30", 'min_share_of_year: "0.3000"'))
    assert spelled.sha256 == HANGZHOU.sha256
    changed = from_yaml(TEXT.replace("min_share_of_year: 0.30", "min_share_of_year: 0.31"))
    assert changed.sha256 != HANGZHOU.sha256


def test_the_hash_is_that_of_what_the_ledger_keeps() -> None:
    assert HANGZHOU.sha256 == "2deb43f9259eb5f5d3fdd5acc083209d9ae76015e2ee755facdd70a54155347d"
    assert like().sha256 == HANGZHOU.sha256
    assert like() == HANGZHOU


def test_nothing_in_a_policy_can_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        HANGZHOU.version = "2"  # type: ignore[misc]


def test_everything_that_is_named_and_not_listed_is_told() -> None:
    rows = HANGZHOU.content["standards"]
    told = "standards.1.category: `B` .*; standards.0.basis: `A` .*|"
    told += "standards.0.basis: `A` .*; standards.1.category: `B` .*"
    with pytest.raises(ValueError, match=told):
        like(standards=[rows[0] | {"basis": "A"}, rows[1] | {"category": "B"}])


def test_a_default_needs_no_basis_of_its_own() -> None:
    raw = yaml.safe_load(TEXT.replace("basis: design", "basis: seed-491"))
    del raw["basis"]["design"]
    assert PolicySet.model_validate(raw).purchase.basis == "design"
