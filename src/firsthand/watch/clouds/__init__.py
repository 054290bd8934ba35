"""Which pixels cannot be judged: cloud and shadow, by the witnesses that a look has."""
