"""The contract of the API as OpenAPI 3.1: walked from the application's routes and the wire Structs.

What is committed as `schemas/openapi.json` is what this room says; a test fails when they differ.
"""
