"""How the policy itself is looked after: its wording here, and figures that show whether it is being kept."""
