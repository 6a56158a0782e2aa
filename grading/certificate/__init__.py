"""What the grader is worth: classified answers graded, and how often it was right about them."""
