"""Watch: what changed on the ground at a site, between which dates, how surely, and what could have been missed."""
