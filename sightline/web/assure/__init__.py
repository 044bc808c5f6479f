"""The ICB's side: its answers to what the provider declares and sends, quality assurance, and the end of a case."""
