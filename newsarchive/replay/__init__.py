"""Reading again what is kept, with the parsers of today: no network, and nothing written before it was shown."""
