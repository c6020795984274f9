"""After the response: folding, masking, encoding, sending, on a thread of its own."""
