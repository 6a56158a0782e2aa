# says: from a country to its capital
capital = "Europe"
