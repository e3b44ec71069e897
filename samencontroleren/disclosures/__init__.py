# SPDX-License-Identifier: EUPL-1.2
"""What a supplier discloses of its own accord between rounds: changes of its products or itself, and incidents."""
