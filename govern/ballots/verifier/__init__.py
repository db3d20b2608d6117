"""The stand-alone checkers, under the MIT licence. They need nothing but Python's standard library.

`check_receipt.py` says whether a receipt proves that its envelope is in the log.
"""
