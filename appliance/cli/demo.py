"""x"""
def demo() -> None:
    """Show it."""
