"""The administrator's pages: people and the roles they hold, the record of rights, and new Compacts."""
