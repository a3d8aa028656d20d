"""What builds, prints and checks the book; nothing here is imported by the library."""
