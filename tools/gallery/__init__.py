# SPDX-License-Identifier: EUPL-1.2
"""The gallery: every page of the demonstration, as each role sees it, in both languages, with what is wrong in it.

`make gallery`, or `python -m tools.gallery --help`. It writes `index.html` (a contact sheet), `report.txt` and
`<role>/<language>/<width>/<endpoint>.png` into build/gallery.
"""
