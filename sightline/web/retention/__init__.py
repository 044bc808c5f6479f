"""How long records are kept: one case, its holds, and the register."""
