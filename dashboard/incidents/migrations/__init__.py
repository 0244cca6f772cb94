"""How the store's tables came to be: run by ``upgrade.migrate`` when the web process opens the store."""
