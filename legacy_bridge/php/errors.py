"""What can be wrong with PHP's formats.

PhpError
├── PhpFormatError            bytes that PHP's own decoder would not accept whole   .offset
│   └── PhpTooLarge           bytes or values beyond the limits set for this site   .offset
├── PhpValueUnwritable        a Python value that has no form in PHP                .where
├── PhpPathClosed             a change that would have to open an object            .where
└── PhpReferenceCut           a change that would break a link between two values   .offset
"""


class PhpError(Exception):
    """Something about PHP's formats went wrong."""


class PhpFormatError(PhpError, ValueError):
    """The bytes are not what PHP writes; `.offset` counts bytes from the start."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(f"{message} at byte {offset}")
        self.offset = offset


class PhpTooLarge(PhpFormatError):
    """The data is bigger, deeper or has more values than `Limits` allows."""


class PhpValueUnwritable(PhpError, TypeError):
    """The value at `.where` has no form in PHP; turn it into text, a number, a list or a dict."""

    def __init__(self, message: str, where: str) -> None:
        super().__init__(f"{message} (at {where or 'the top'})")
        self.where = where


class PhpPathClosed(PhpError, KeyError):
    """The path `.where` leads through an object or a reference, which stay closed."""

    def __init__(self, message: str, where: str) -> None:
        super().__init__(f"{message} (at {where})")
        self.where = where


class PhpReferenceCut(PhpError, ValueError):
    """The change would leave a reference at `.offset` without the value it names."""

    def __init__(self, message: str, offset: int) -> None:
        super().__init__(f"{message} at byte {offset}")
        self.offset = offset
