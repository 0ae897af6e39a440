"""One screen a module; each gets what it shows handed in and says what it wants by message."""
