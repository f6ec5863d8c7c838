"""Pure functions on text: dates, noise, datelines, captions, bodies and plain-text dumps."""
