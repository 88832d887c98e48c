"""Which tables and columns a project's files use: schema, PHP, templates, generators, SQL."""
