"""The desk's addresses, one module for each kind: pages, records, files, actions. A route parses, calls and answers."""
