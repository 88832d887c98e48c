"""What symfony 1 keeps in a session, a form and its configuration files."""
