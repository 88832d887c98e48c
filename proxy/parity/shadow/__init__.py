"""Requests of visitors asked of the other side too, after their answer has left."""
