"""From bytes of a page to its parts: characters, metadata, blocks of text. Selectors come from the networks."""
