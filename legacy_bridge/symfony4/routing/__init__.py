"""The routes of a Symfony 4 application, from YAML, annotations, attributes or debug:router."""
