"""What really happens: requests counted by lot, route and side, and a bounded redacted log."""
