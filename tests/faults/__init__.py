"""Bookings while processes are killed: none may be lost, doubled, or told to staff twice."""
