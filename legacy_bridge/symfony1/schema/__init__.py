"""schema.yml as Doctrine 1 reads it: models, columns, relations, behaviours, and the SQL they make."""
