"""Where session bytes live."""
