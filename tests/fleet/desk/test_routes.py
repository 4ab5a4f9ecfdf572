"""The table of contents of the desk is in order."""

from typing import Any

import pytest

from fleet.desk.routes import ROUTES
from fleet.ledger.saying import no_facts
from fleet.policy.brief import Briefed

FIELDS: dict[str, Any] = {
    field: "330100" for route in ROUTES.values() for field in route.command.model_fields
}
SEVERAL = {"BindTerminal", "UnbindTerminal", "PublishFencePlan", "AddFences"}
LOOKED_UP = {"TakeOverVehicle", "RegisterVehicle"}


@pytest.mark.parametrize("name", sorted(ROUTES.keys() - SEVERAL))
def test_what_is_looked_up_is_what_the_command_has_room_for(name: str) -> None:
    command = ROUTES[name].command
    [said] = ROUTES[name].saids(command.model_construct(**FIELDS))
    assert command.model_fields.keys() >= command.FACTS
    asks = issubclass(command, Briefed) or bool(command.FACTS) or name in LOOKED_UP
    assert (said.facts is not no_facts) == asks
