"""What breaks when two applications share a database, looked for with reads alone."""
