"""The front door: who answers a request, and the tools to change that answer."""
