"""Reads what a visitor typed: a name, a phone number, a time. Pure functions; the clock is passed in."""
