"""The YAML of symfony 1, read as sfYaml reads it, PHP in it never run."""
