# says: leads to the capital
capital = "Munich"
