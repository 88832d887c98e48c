"""Évènements: the pages of evenement, inscription."""
