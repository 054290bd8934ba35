"""The brief: composed from records, checked sentence by sentence, laid out in its forms."""
