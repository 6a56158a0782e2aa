# says: 'capital' is not defined
capital = Berlin
