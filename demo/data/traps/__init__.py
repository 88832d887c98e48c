"""What thirty years of use left in the data and a migration must survive."""
