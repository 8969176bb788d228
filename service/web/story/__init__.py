"""The story of a campaign over its film: beats and shots on time, what each cut keeps of them, and writing it."""
