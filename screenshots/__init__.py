"""Pictures of the game, drawn by a script from the real app."""
