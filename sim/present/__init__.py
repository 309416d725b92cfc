"""What people see: words in two languages, charts, tables, reports and their pages.

This room reads finished run folders and shows them; it computes no policy and moves no money.
"""
