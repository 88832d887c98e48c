"""What a migration would break, known before it runs."""
