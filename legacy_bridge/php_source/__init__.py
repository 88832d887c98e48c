"""PHP source read as text: tokens, literals, classes and calls; it is never run."""
