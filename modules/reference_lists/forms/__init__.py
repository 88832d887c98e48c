"""What visitors may send about the reference lists: form fields and filters."""

#: Beside every field that holds a row's slug.
SLUG_LABEL = "Adresse (slug)"
SLUG_HELP = "Laissez vide : elle sera tirée du nom."
