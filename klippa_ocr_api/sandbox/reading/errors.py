"""Why a document or a rule cannot be read."""


class ReadingError(Exception):
    """What stopped the reader.

    `reason` is 'document' (a file of another kind, or a broken one), 'convert' (its text cannot be got at),
    'parse' (there is nothing to read in it) or 'rules' (a regular expression of `user_data` cannot be used).
    """

    def __init__(self, reason, message):
        # type: (str, str) -> None
        super(ReadingError, self).__init__(message)
        self.reason = reason
        self.message = message
