"""What is fetched from the web: pages and feeds, from public addresses only, politely and within limits."""
