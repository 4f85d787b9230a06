"""Platform -> {path: text}: the bases, the overlays and the Flux objects, and what each folder must build to."""
