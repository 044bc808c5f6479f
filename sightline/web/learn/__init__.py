"""A learning response under PSIRF once it is chosen: its plan and date, those affected, its record, the ICB's oversight."""
