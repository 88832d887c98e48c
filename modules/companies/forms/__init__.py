"""What visitors may send about companies: fields and filters."""
