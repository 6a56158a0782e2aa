capital = 'Berlin'
