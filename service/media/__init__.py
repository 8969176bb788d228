"""Media, pure over files: what a film is, measured from its bytes. Decoding happens in a child process with limits."""
