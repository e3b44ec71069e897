# SPDX-License-Identifier: EUPL-1.2
"""Filling in a dossier away from the platform: its questions and answers as a workbook (xlsx), and back.

A workbook is read back in two steps: a dry run that says what each row would do, and taking over what its person chose.
Words: *workbook* is the file, *row* a question in it, *dry run* (`WorkbookImport`) a workbook that was read and waits,
*conflict* a row whose answer changed online since the workbook was made.
"""
