"""Weights of Sixing's pictures; data only, a card beside each."""
