"""Ways out of an archive: WARC/1.1 and WACZ, in part or whole, byte for byte."""
