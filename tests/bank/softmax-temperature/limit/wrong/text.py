# says: text in quotation marks
limit = "one-hot"
