"""The brief room: what the films must say and show, what that rests on, how long it holds, and the client's word."""
