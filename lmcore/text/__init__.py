"""From a text to the arrays that a model reads: tokens, ids, batches."""
