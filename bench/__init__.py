"""Measuring: how well the assistant understands, and how fast."""
