"""The clerk: a second, slow and plain implementation of the law, to check the first against."""
