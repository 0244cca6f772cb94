"""How the store's tables came to be: run by ``database.migrate`` when the web process opens the store."""
