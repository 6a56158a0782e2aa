# says: leads to the capital
capital = "Hamburg"
