# says: spelled
capital = "Berln"
