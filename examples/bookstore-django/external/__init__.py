"""The service outside that the bookstore calls: carriers, payments, recommendations. Standard library only."""
