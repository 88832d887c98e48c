"""Entreprises: the pages of entreprise, entreprise_contact."""
