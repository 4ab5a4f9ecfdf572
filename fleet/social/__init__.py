"""Socialised travel (社会化保障): money instead of cars."""
