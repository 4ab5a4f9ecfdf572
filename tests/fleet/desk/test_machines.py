"""The machines on paper are those of the code, and those of the specification."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from fleet.__main__ import main
from fleet.desk.machines import MACHINES, document
from fleet.machine import Machine

ROOT = Path(__file__).parents[3]
SPECIFIED = ROOT.parent / "shared/domain/statemachines.json"


def test_the_page_is_printed_from_the_code() -> None:
    assert (ROOT / "docs/statemachines.md").read_text() == document()
    assert CliRunner().invoke(main, ["machines"]).stdout == document()


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_move_is_that_of_the_specification(machine: Machine) -> None:
    if not SPECIFIED.exists():  # the page itself was compared where the specification was at hand
        assert f"## {machine.name}" in document()
        return
    told = json.loads(SPECIFIED.read_text())[machine.name]
    rows = [tuple(move[key] for key in KEYS) for move in told["transitions"]]
    code = [(it.source, it.command, it.guard, it.event, it.target) for it in machine.moves]
    assert code == rows
    assert (machine.initial, machine.ends) == (told["initial"], tuple(told["terminal"]))
    assert machine.chinese == told["zh"]


KEYS = ("from", "command", "guard", "event", "to")


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_every_stage_is_reached_and_leads_to_an_end(machine: Machine) -> None:
    reached, ending = {machine.initial}, set(machine.ends)
    for _ in machine.moves:
        reached |= {move.target for move in machine.moves if move.source in reached}
        ending |= {move.source for move in machine.moves if move.target in ending}
    assert reached == ending == set(machine.stages)
