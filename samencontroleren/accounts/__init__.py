# SPDX-License-Identifier: EUPL-1.2
"""People, memberships, invitations, log-in, second factor, sessions and API tokens; builds the Actor."""
