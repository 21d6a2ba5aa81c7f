"""What is destroyed for good: on her wish, on an order, or because its time is over."""
