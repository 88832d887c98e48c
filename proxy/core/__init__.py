"""Decisions, pure: no clock, file, socket, log or Flask."""
