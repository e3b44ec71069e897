# SPDX-License-Identifier: EUPL-1.2
"""Rights that come back or end by themselves: a new administrator where the last one can not be reached.

VNG's two persons ask and approve, the people of the organisation can object, a job carries it out.
"""
