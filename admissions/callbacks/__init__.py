"""Callbacks: what was agreed with a visitor, and what staff do with it."""
