"""What the API server demands of values beyond their type, written as tables: schemas do not hold it. Pure.

Sources: pkg/apis/*/validation/validation.go and apimachinery's pkg/api/validation and pkg/util/validation of
Kubernetes 1.37, each line held against a real API server by tests/cluster/agreement_test.py.
"""
