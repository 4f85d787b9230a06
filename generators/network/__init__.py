"""Who may talk to whom: the intended flows as one table, and the NetworkPolicies that allow exactly these."""
