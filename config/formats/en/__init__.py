"""English as read in Bolivia."""
