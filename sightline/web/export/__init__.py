"""One case taken out whole, in one archive that anybody can verify."""
