$name = 1.0397
