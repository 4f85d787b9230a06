"""images/pins/<env>/<component>/: the tag and digest an environment runs. People and robots write it, sync reads it."""
