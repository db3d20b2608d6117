"""What keeps the house in order: vendored files, translations, measurements."""
