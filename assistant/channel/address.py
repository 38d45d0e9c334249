"""Where the page stands, for those who print it."""

PAGE_ADDRESS = "/chat/"
