"""What the assistant remembers of conversations while they run, as it is stored. Knows nothing of Rasa."""
