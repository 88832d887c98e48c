"""What a page looks like on both sides, photographed in Chromium, one picture laid over the other."""
