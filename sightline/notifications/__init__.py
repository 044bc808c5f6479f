"""Who was told what: notices in the product, and the same by e-mail. Knows people and cases by their keys alone."""
