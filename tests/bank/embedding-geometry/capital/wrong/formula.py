# says: Germany is one
capital = "Paris - France + Germany"
