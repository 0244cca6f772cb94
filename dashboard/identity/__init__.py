"""Who may use this installation: officers' accounts, their sessions, walls, the tokens of sources, and the
log of who changed what about them.
"""
