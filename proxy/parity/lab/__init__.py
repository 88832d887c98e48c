"""Both sides examined without visitors: private copies, every page, every form."""
