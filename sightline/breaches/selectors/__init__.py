"""What the outside may read of breaches: typed rows, each starting from ``breaches_of``."""
