"""Pages, doors and reads over HTTP. The process that runs it is the only writer of the store."""
