"""Services that run on one machine with nothing to install: the defaults behind each URL."""
