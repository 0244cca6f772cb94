"""Chance that can be asked again: the same key gives the same number, on every machine and run."""

import hashlib
import random
from typing import Final

import numpy as np
from numpy.typing import NDArray

_MIX_A: Final = np.uint64(0xBF58476D1CE4E5B9)
_MIX_B: Final = np.uint64(0x94D049BB133111EB)
_STEP: Final = np.uint64(0x9E3779B97F4A7C15)


def generator(*key: object) -> random.Random:
    """A generator that depends on nothing but ``key`` (``hash()`` would change from run to run)."""
    digest = hashlib.blake2b("/".join(map(str, key)).encode(), digest_size=8).digest()
    return random.Random(int.from_bytes(digest, "little"))  # noqa: S311 - a simulation, not a secret


def unit(seed: int, *columns: NDArray[np.int64] | int) -> NDArray[np.float64]:
    """Numbers in [0, 1), one per element of the broadcast ``columns``: SplitMix64 (Steele et al. 2014)
    as a hash.
    """
    state = np.uint64(seed & 0xFFFFFFFFFFFFFFFF)
    mixed: NDArray[np.uint64] = np.atleast_1d(np.asarray(state))
    with np.errstate(over="ignore"):
        for column in columns:
            mixed = _mix(mixed + _STEP + np.asarray(column).astype(np.uint64))
    return (mixed >> np.uint64(11)).astype(np.float64) / float(1 << 53)


def _mix(z: NDArray[np.uint64]) -> NDArray[np.uint64]:
    z = (z ^ (z >> np.uint64(30))) * _MIX_A
    z = (z ^ (z >> np.uint64(27))) * _MIX_B
    return z ^ (z >> np.uint64(31))
