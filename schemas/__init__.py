"""The wire contract: what goes in and out of Cutdown, as msgspec Structs. Imports nothing of the service."""
