"""The papers a secretary prints or files, made of what the minute book and the ballots hold."""
