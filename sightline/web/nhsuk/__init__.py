"""Django form fields drawn with the NHS service macros."""
