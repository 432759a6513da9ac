"""People and the roles they hold, the record of rights, new Compacts and the details of those there are."""
