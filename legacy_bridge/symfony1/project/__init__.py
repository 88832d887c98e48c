"""A symfony 1 project on the disk: its applications, modules, actions and other doors."""
