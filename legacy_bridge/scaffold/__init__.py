"""From a module's schema.yml, generator.yml and forms to the files of a Python lot."""
