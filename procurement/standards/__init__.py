"""Public standards that purchases are told in; pure functions, no database, no network."""
