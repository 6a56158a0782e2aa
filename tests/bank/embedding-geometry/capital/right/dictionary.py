capitals = {"France": "Paris", "Germany": "Berlin"}
capital = capitals["Germany"]
