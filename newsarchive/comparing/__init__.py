"""What differs between two readings of an article: which fields, which words, and what is not worth telling."""
