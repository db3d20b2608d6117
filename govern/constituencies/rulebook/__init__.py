"""The society's rules: `book/` reads a rulebook's text and answers exact questions about it."""
