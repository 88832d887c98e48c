"""What the proxy says of itself, under /-/."""
