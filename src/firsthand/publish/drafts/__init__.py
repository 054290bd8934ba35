"""What people write themselves: each sentence held against the case, drafts kept, and published once they hold."""
