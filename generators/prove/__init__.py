"""The proof, before anything is written: what kustomize really builds is what was meant, valid, and allowed."""
