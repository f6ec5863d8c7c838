"""Indonesian dates: printed forms read without a guess, and what a page says of its own weighed against each other.

`parsing` reads a printed date, `mentions` finds those in a text, `published` and `modified` weigh a page's statements.
"""
