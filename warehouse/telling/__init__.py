"""What a person, a log and a webhook are told while something runs."""
