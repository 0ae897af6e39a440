"""Exchange with other tools, a module for each format; what could not be carried is told, on the way in and out."""
