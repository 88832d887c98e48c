"""Admin pages that speak the legacy admin generator's URLs, names and structure."""
