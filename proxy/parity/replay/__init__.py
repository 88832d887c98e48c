"""What PHP answered, recorded without persons, so that it can be asked again without PHP."""
