"""Pages whose right reading is known: a folder of them read by today's parsers and compared, field by field."""
