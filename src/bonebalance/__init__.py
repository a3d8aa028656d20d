"""Published bone models, solved and shown from one source."""
