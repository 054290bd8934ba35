"""What is declared against what is seen, what is said to be hidden, and which sites go quiet when a pass is due."""
