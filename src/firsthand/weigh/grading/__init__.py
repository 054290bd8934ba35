"""From what sources said rightly and wrongly to their letters, and to the weight of their words."""
