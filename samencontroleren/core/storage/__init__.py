# SPDX-License-Identifier: EUPL-1.2
"""What lies behind `core.files`: the sealed format, master keys, where objects lie, destruction and upkeep.

Words: an *object* is what a store keeps under a key (sealed bytes); a *data key* seals one file; a *master key*
wraps data keys. Format and choices: docs/adr/0014-each-file-is-sealed-with-a-key-of-its-own.md.
"""
