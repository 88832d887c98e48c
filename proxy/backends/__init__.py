"""Who can answer, each a WSGI application."""
