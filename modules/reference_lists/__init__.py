"""The reference lists: towns, districts, schools, childcare, partners, kinds of procedure."""
