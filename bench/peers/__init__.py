"""The other proxies, and the upstreams that all of them have."""
