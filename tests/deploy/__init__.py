"""What is installed beside Wanglou."""
