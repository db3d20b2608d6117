"""What is sent on the pages of consultations, a chapter for each part of its life."""
