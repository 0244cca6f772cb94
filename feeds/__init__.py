"""What moves: the vocabulary, the sources, the simulation, the bus, the picture, the wire and the relay.

Imports nothing of ``dashboard`` or ``layouts`` (held by ``tests/test_arrows.py``).
"""
