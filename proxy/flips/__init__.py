"""Moving a lot: plan, gates, journal and the flip itself."""
