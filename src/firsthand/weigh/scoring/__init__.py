"""Our own judgements held against what came of them."""
