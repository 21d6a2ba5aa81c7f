"""What the site adds to manage.py."""
