# says: leads to the capital
capital = "Bonn"
