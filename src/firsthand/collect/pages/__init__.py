"""From the bytes of a page, a PDF or a text to clean text and what it says of itself."""
