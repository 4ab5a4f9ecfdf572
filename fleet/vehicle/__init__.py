"""The vehicle and what belongs to it: plate, terminal, areas, plan."""
