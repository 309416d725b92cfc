"""What firms and people do."""
