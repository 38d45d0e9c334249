"""The callback conversation: what a message changes in the draft, what is said to it, and what is asked next.

Knows nothing of Rasa: `actions/` hands in the draft and the message, and carries the result back.
"""
