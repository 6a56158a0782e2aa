# says: spelled
capital = "Berrlin"
