"""Strangers at every door of real processes: corpora of one line a case, each with the answer it must get."""
