"""What each page of the desk shows: bounded records, put into a template."""
