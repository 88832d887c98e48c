"""The rules of the guard, one file for each kind of surprise."""
