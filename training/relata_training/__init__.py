"""Trains, scores and writes the weights of Relata's accurate language tier. Nothing here is needed to build or run Relata."""
