"""StEIS without retyping: the text to copy, what is missing, and the numbers afterwards. Nothing is sent."""
