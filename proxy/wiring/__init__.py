"""Bridge words made into module words; dies with the legacy."""
