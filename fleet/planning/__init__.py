"""配备更新: which cars are asked for next year, and what they may cost; indicator before budget."""
