"""Array operations that the layers are made of, written for speed."""
