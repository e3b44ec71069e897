# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a finding after release: improvement plan, follow-up check, extension, dispute.

The supplier makes a *plan* of *steps*; VNG's co-ordinator or a reviewer accepts it or returns it; the supplier reports
progress and asks for a *follow-up check* with proof. A finding is closed with proof and by a person, never by itself.
Its state and history are of `assessments`, since verdicts change them too.
"""
