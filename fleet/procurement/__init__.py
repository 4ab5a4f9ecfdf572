"""Procurement (购置): from the application to the closed file, one purchase a car."""
