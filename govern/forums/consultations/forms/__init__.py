"""What is sent on the pages of consultations."""
