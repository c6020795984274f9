"""Starts and ends the processes of the bookstore."""
