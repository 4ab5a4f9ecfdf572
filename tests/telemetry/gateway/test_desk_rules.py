"""Registration by the books, signs of a swap, and small machines of the gateway."""

import pytest

from telemetry.codecs.jt808 import read_body
from telemetry.gateway.admission import Books, Issued, admit
from telemetry.gateway.codes import Credential, digest
from telemetry.gateway.meter import Meter
from telemetry.gateway.misfit import misfit
from telemetry.gateway.orders import Asked, Orders, result_of
from telemetry.gateway.swaps import Parts, swaps
from tests.telemetry.gateway.terminal import PHONE, registration

ASKED = read_body(0x0100, registration())
THERE = Books(known=True, vehicle="car-1", holder="car-1", speaker=PHONE)
IN_USE = Issued("T000001", "浙A12345", used=True)


@pytest.mark.proves("R069")
@pytest.mark.parametrize(
    ("books", "result"),
    [
        (THERE, 0),
        (Books(known=True, vehicle="", holder="car-1", speaker=""), 0),
        (Books(known=True, vehicle="", holder="car-1", speaker=PHONE), 0),
        (Books(known=True, vehicle="", holder="car-1", speaker="another"), 1),
        (Books(known=True, vehicle="car-1", holder=""), 2),
        (Books(known=True, vehicle="car-2", holder="car-1", speaker="another"), 3),
        (Books(known=False), 4),
    ],
)
def test_the_books_decide_about_a_registration(books: Books, result: int) -> None:
    verdict = admit(ASKED, PHONE, books, None, "bound")
    assert verdict.result == result
    assert [kind for kind, _ in verdict.facts] == (["registration_refused"] if result else [])


def test_a_terminal_that_names_no_plate_is_taken_by_its_phone() -> None:
    assert admit({**ASKED, "plate": ""}, PHONE, Books(known=True), None, "bound").result == 0


def test_while_provisioning_is_open_whoever_comes_is_taken() -> None:
    assert admit(ASKED, PHONE, Books(known=False), None, "open").result == 0


@pytest.mark.proves("R061")
@pytest.mark.parametrize(
    "issued",
    [
        Issued("T000001", "浙A12345", used=True, connected=True),
        Issued("T000009", "浙A12345", used=True),
    ],
)
def test_a_code_in_use_is_not_handed_to_another_terminal(issued: Issued) -> None:
    verdict = admit(ASKED, PHONE, THERE, issued, "open")
    assert verdict.result == 3
    assert [kind for kind, _ in verdict.facts] == ["registered_by_another"]


@pytest.mark.parametrize("issued", [IN_USE, Issued("T000009", used=False), Issued()])
def test_the_same_terminal_gets_a_new_code_after_a_reset(issued: Issued) -> None:
    assert admit(ASKED, PHONE, THERE, issued, "bound").result == 0


def test_another_plate_than_before_is_a_fact() -> None:
    verdict = admit(ASKED, PHONE, THERE, Issued("T000001", "浙A99999", used=True), "bound")
    assert verdict.facts == (("plate_changed", "浙A99999 -> 浙A12345"),)


def test_what_changed_in_a_terminal_is_a_fact_and_what_it_did_not_tell_is_none() -> None:
    known, none = swaps(Parts(), Parts(imei="1"))
    known, again = swaps(known, Parts(iccid="2", firmware="3"))
    known, changed = swaps(known, Parts(iccid="9", firmware="3"))
    assert (none, again) == ([], [])
    assert changed == [("iccid_changed", "2 -> 9")]
    assert known == Parts("1", "9", "3")


def test_a_batch_counts_as_many_records_as_it_says() -> None:
    meter = Meter().count(0x0704, (501 * 60).to_bytes(2) + b"\x00").count(0x0002, b"")
    assert meter.tick(59.0).stored == 501 * 60
    assert meter.tick(60.0).flooding


def test_a_second_without_records_changes_nothing() -> None:
    meter = Meter()
    assert meter.tick(1.0) is meter


def test_a_header_cannot_be_guessed_from_a_body_that_is_longer_than_any() -> None:
    assert misfit(b"\x7e" + bytes(1100) + b"\x7e") is None


def test_an_answer_too_short_for_a_serial_answers_nothing() -> None:
    orders = Orders().ask(Asked("x", 5, 0, (b"",), 0.0))
    assert orders.answered(0x0001, b"\x00") == (orders, None, b"\x00")
    assert orders.answered(0x0001, b"\x00\x06\x00\x00\x00")[1] is None
    assert result_of(0x0001, b"\x00\x05") == 0


def test_what_came_through_the_broker_is_forgotten_in_time() -> None:
    orders = Orders().ask(Asked("", 5, 0, (b"",), 0.0))
    assert orders.tick(299.0)[0] == orders
    assert orders.tick(300.0) == (Orders(), [], [])


def stored(current: str = "", following: str = "", *, used: bool = False) -> Credential:
    """As the database has it."""
    one, other = (digest(code) if code else b"" for code in (current, following))
    return Credential(one, other, Issued("T1", "P", used=used))


def test_a_new_code_is_good_beside_the_old_one_until_it_is_used() -> None:
    both = stored("old", "new", used=True)
    assert both.good("old")
    assert both.good("new")
    assert both.current_is("old")
    assert not both.good("")
    after = both.used("new")
    assert (after.good("old"), after.current_is("new")) == (False, True)
    assert after.issued == Issued("T1", "P", used=True)


def test_what_the_database_does_not_know_yet_holds_all_the_same() -> None:
    fresh = stored(following="new")
    used = fresh.used("new")
    assert used.merged(fresh) == used
    assert not stored("old", "new").used("new").merged(stored("old", "newer")).good("old")
    assert stored("old", "new").used("new").merged(stored("new", "newer")).good("newer")


def test_a_revoked_code_stays_revoked_and_the_next_one_is_good() -> None:
    gone = stored("old", "new").revoked()
    assert gone.issued is None
    assert gone.merged(stored("old", "new")).issued is None
    after = gone.merged(stored("old", "newest"))
    assert [after.good(code) for code in ("old", "new", "newest")] == [False, False, True]
    assert after.issued == Issued("T1", "P")


def test_who_has_no_code_may_use_one_all_the_same() -> None:
    assert Credential().used("x").issued == Issued(used=True)
