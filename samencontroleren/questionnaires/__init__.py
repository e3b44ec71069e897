# SPDX-License-Identifier: EUPL-1.2
"""Questionnaires: what suppliers are asked.

Words: the *catalogue* holds all requirements; a *questionnaire version* is a frozen selection of it, used in
rounds. A requirement asks for one kind of answer (`kinds.AnswerKind`) about a vendor or a product.
Used by co-ordinators (who build and publish), suppliers (who read and answer) and reviewers.
"""
