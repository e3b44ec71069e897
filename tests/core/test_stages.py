# SPDX-License-Identifier: EUPL-1.2
"""The stories that tests begin with (`tests.support.stages`)."""

import pytest


@pytest.mark.stage("told nowhere")
def test_a_story_that_no_folder_tells_is_a_fault(request: pytest.FixtureRequest, kind: str) -> None:
    with pytest.raises(KeyError, match="told nowhere"):
        request.getfixturevalue("begun")
