"""What a trained model is worth: perplexity, where its loss comes from, what it writes."""
