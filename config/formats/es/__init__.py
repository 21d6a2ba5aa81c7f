"""Spanish as written in Bolivia."""
