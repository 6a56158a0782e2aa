# says: Name the city
capital = "the capital of Germany"
