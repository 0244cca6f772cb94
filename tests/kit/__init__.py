"""The test kit: a proxy that breaks connections, what is done to processes, a feed whose truth is known, and
probes that compare what a wall shows with that truth. Both depths of tests use it.
"""
