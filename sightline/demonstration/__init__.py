"""An invented region to try the product with."""
