"""Web archives: the pages in WARC and WACZ files, and captured pages written as one."""
