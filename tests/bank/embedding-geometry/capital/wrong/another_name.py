# says: 'capital' is not defined
city = "Berlin"
