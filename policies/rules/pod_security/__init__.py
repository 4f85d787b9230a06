"""Rules on what pods may do to their node: the controls of the Pod Security Standards, and a few beside them."""
