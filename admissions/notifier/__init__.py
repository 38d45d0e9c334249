"""Tells staff of callbacks: delivers what the outbox holds, by e-mail and by a signed webhook."""
