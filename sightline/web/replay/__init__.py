"""The same history under other rules: asked for by those who look after the policy at the ICB; nothing is written."""
