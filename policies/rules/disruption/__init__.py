"""Rules on staying up while pods go and come."""
