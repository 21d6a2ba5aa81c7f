"""What a page brings together from many rows; nothing here writes, and nothing is opened unseen."""
