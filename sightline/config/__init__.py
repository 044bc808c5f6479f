"""How an installation is put together: settings, addresses, page engine, server entry and command line."""
