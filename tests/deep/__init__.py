"""Deep proofs: real processes, killed, frozen and traced until the promise is shown or broken.

They take minutes and run by ``python3 run.py test --deep`` only; ``docs/proofs.md`` says what each shows.
"""
