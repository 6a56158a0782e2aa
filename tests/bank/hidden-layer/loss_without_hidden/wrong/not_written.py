# says: Write your code
raise NotImplementedError("Write your code here.")
