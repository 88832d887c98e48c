"""Users, groups, permissions and remember keys of sfDoctrineGuardPlugin."""
