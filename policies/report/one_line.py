"""Text from anywhere, made safe for one line of a terminal, a log or an XML document."""


def one_line(text: str) -> str:
    """The text on one line: what would break the line, drive a terminal or be no XML is written as an escape."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
