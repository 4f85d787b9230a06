"""Which fields `images:` reaches."""

import pytest

from manifests.pointer import split
from policies.provenance.images import is_image_field


@pytest.mark.parametrize(
    ("field", "reached"),
    [
        pytest.param("/spec/template/spec/containers/0/image", True, id="a container's image"),
        pytest.param("/spec/initContainers/1/image", True, id="an init container's image"),
        pytest.param("/spec/template/spec/volumes/2/image/reference", True, id="an image volume's reference"),
        pytest.param("/spec/template/spec/volumes/2/image/pullPolicy", False, id="an image volume's pull policy"),
        pytest.param("/spec/imageName", False, id="a CloudNativePG Cluster's imageName"),
        pytest.param("/spec/template/spec/containers/0/env/0/value", False, id="an environment value"),
    ],
)
def test_images_reaches(field: str, reached: bool) -> None:
    assert is_image_field(split(field)) is reached
