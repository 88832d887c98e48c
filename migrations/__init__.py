"""Changes of the shared database, and the guard that refuses what somebody still needs."""
