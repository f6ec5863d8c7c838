"""Pure functions on text: noise, datelines, people, places, captions, bodies, language and plain-text dumps."""
