"""The purchase's documents in the spellings other systems read, without Django or a database."""
