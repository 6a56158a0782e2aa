"""The grader's side of the conversation with a student's kernel: requests and proxies."""
