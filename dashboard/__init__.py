"""Who decides: incidents, the store, the web process, the supervisor, the command line."""

__version__ = "0.1.0"
