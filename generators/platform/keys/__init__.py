"""Every key a component may have, each defined once; one file for each group of them."""
