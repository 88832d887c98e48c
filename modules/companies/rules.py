"""Words that decide who sees which companies."""

#: Roles of a profile, as the legacy stores them.
ADMINISTRATOR = "administrateur"
REFERENT = "referent_entreprise"
