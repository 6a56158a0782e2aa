# says: None
one_hot_cosines = None
