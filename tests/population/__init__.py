"""Who lives in a jurisdiction."""
