"""The routes of a symfony 1 application: from its files to what answers an address."""
