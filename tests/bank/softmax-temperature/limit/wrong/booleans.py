# says: True and False
limit = [True, False, False]
