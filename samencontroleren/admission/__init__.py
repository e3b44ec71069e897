# SPDX-License-Identifier: EUPL-1.2
"""Letting people in: many first administrators by letter, and an invitation that goes on to the right person.

Who was invited by mistake names somebody else. VNG decides on that as long as the organisation has no administrator,
afterwards its administrator does.
"""
