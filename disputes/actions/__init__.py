"""What is done with several disputes, or with what lies around them; each in one transaction."""
