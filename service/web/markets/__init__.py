"""A campaign's markets for those who look after them: what each may fetch, and the links with which it does."""
