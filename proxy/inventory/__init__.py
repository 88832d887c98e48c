"""What is there? The legacy applications' addresses, who claims them, and who asks for them."""
