"""One's own account: name, password, how the pages look, and where one is signed in."""
