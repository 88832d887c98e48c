"""What visitors may send about events: fields and filters."""
