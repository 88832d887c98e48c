"""What Apostrophe 1.5 keeps in its database."""
