"""Where the chat stands, for those who serve it, print it or call it."""

PAGE_ADDRESS = "/chat/"
API_ADDRESS = "/webhooks/chat/v1"
HEALTH_ADDRESS = f"{API_ADDRESS}/health"
