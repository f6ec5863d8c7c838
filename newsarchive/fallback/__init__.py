"""Pages of no known template: what they say of themselves in structured data, and where their text stands."""
