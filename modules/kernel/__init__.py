"""What every lot may use."""
