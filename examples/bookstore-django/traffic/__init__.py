"""Visitors for the bookstore, arriving whether or not it keeps up. Standard library only."""
