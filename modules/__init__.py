"""The new service: one package a lot."""
