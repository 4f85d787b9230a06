"""A CloudNativePG Cluster read as a pod: the operator runs each instance as one container named `postgres`."""

from collections.abc import Iterator

from policies.workload.container import Container, Resources, Role, read_resources
from policies.workload.field import Field
from policies.workload.pod import ImageUse, Pod


def read_database_pod(body: Field) -> Pod:
    """The pod of one instance of the Cluster; raises UnreadableError.

    Where no `imageName` is written the operator or a catalogue chooses the image, and the container has none.
    """
    spec = body.at("spec")
    image = spec.at("imageName")
    container = Container(
        name="postgres",
        role=Role.REGULAR,
        image=image.text(),
        image_pointer=image.pointer,
        resources=read_resources(spec.at("resources")),
        body={key: value for key, value in spec.mapping().items() if key == "imagePullPolicy"},
        pointer=spec.pointer,
    )
    labels = spec.at("inheritedMetadata", "labels").texts()
    return Pod(
        containers=(container,),
        labels={**labels, "cnpg.io/cluster": body.at("metadata", "name").text()},
        resources=Resources({}, {}, spec.pointer),
        volume_images=tuple(_extension_images(spec.at("postgresql", "extensions"))),
        overhead={},
        spec={},
        pointer=spec.pointer,
    )


def _extension_images(extensions: Field) -> Iterator[ImageUse]:
    for extension in extensions.items():
        reference = extension.at("image", "reference")
        if reference.value is not None:
            policy = extension.at("image", "pullPolicy")
            yield ImageUse(reference.text(), reference.pointer, None, policy.value, policy.pointer)
