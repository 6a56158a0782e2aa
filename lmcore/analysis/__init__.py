"""Looking inside: neighbors, analogies, clusters and pictures of an embedding."""
