# says: text in quotation marks
one_hot_cosines = ["0.577", "-0.577", "0.577", "0", "0"]
