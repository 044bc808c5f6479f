"""The provider's side after declaring: the 72-hour review, the final report, candour and the action plan."""
