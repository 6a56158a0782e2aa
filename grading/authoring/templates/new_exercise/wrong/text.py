# says: text in quotation marks
$name = "1.0397"
