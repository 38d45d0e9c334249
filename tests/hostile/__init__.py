"""What nobody should send, through the real chat channel: nothing may break, leak or grow."""
