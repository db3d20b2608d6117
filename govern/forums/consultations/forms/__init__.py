"""What is sent on the pages of consultations: asking somebody (`sitting`), how people communicate (`profiles`)."""
