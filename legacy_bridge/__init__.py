"""What Symfony left behind, readable from Python; deletable whole."""
