"""One file a process: its composition root, top to bottom. Everything else receives what it needs."""
