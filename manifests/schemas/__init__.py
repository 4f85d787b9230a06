"""Strict JSON Schemas of Kubernetes and of the custom resources a platform uses, and the judge that reads them."""
