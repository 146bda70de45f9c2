"""Procedures as reviewed data: guides, the rules that check answers, and the wizard that walks them. No I/O."""
