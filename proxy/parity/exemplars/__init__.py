"""Both answers to one request, kept whole and redacted, each difference marked where it stands."""
