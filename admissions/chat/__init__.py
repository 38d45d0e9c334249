"""The chat log: conversations on the website, what was said in them, and what was answered exactly once."""
