# SPDX-License-Identifier: EUPL-1.2
"""One search, from anywhere: supplier, product, requirement, finding and document title, each kind through its own
permission. Used by everybody who has logged in. What can be found is offered by the features (`search.py`)."""
