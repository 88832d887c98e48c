"""The PHP applications that stand in for the real legacy, and their launcher."""
