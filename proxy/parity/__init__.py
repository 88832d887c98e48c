"""Whether the two sides answer the same: compared, accepted, observed."""
