"""Django's own PostgreSQL backend, which tells each transaction whose rows it may touch."""
