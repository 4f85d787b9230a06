module roadstead/cluster/definitions

go 1.26.0

require (
	github.com/cloudnative-pg/cloudnative-pg v1.30.0
	sigs.k8s.io/gateway-api v1.5.0
)
