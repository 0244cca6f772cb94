"""A seeded Qinhuai: everything in it is a pure function of (seed, time), so a restart resumes where it was.

It speaks only the raw forms of real sources (``twins``, ``matters``) and enters by their parsers and doors.
Facts that no public
source states are demo fiction (演示数据) and carry provenance ``simulated`` from here to the pixel.
"""
