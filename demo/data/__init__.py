"""The demo's invented data: the schema, the accounts and a seeded generator that prints SQL."""
