"""A state machine is a table that is asked, and drawn."""

from fleet.machine import Machine, drawn, moves


class Close:
    """A command."""


class Lock:
    """Another."""


class Open:
    """A stage."""


class Locked:
    """Another."""


DOOR = Machine(
    "Door",
    "门",
    "Open",
    "DoorBuilt",
    ("Locked",),
    moves(
        (
            ("Open", "Close", "nobody stands in it", "DoorClosed", "Shut"),
            ("Ajar", "Close", "", "DoorClosed", "Shut"),
            ("Shut", "Lock", "by the porter", "DoorLocked", "Locked"),
        )
    ),
)


def test_a_command_is_taken_only_at_its_stage() -> None:
    assert DOOR.takes(Close(), Open())
    assert not DOOR.takes(Lock(), Open())
    assert not DOOR.takes(Close(), Locked())


def test_a_command_knows_where_it_is_in_order() -> None:
    assert DOOR.sources(Close()) == ("Open", "Ajar")
    assert DOOR.sources(Lock()) == ("Shut",)
    assert DOOR.sources(Open()) == ()


def test_every_stage_is_named_once_the_first_one_first() -> None:
    assert DOOR.stages == ("Open", "Shut", "Ajar", "Locked")


def test_it_is_drawn_from_its_creation_to_its_ends() -> None:
    assert list(drawn(DOOR)) == [
        "stateDiagram-v2",
        "    [*] --> Open: DoorBuilt",
        "    Open --> Shut: Close",
        "    Ajar --> Shut: Close",
        "    Shut --> Locked: Lock",
        "    Locked --> [*]",
    ]
