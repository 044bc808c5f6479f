"""The screens: each room translates a request into one call and its answer into a page."""
