"""PHP's own formats: bytes in, values out; pure."""
