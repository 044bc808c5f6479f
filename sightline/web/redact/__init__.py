"""Redacted copies: words marked, a copy looked at, made, checked by a second person; a replacement of a document."""
