"""What people see. Every ``build()`` here is pure: same arguments, same components."""
