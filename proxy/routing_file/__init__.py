"""routing.yaml read with positions, validated, watched and spliced."""
