"""The domain core: the centre's facts, phone numbers, call windows and callbacks. Imports no Rasa."""
