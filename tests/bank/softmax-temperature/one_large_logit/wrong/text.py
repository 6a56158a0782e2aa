# says: text in quotation marks
one_large_logit = "almost one"
