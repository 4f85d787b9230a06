"""What the operating system refuses, said for a person: the path, what was found, the way out."""

from __future__ import annotations

import errno

from manifests.errors import UserError

_WAYS_OUT = {
    errno.ENOSPC: "the disk is full. Free some space",
    errno.EDQUOT: "the disk quota is used up. Free some space",
    errno.EFBIG: "a limit on the size of files is reached. Raise it (ulimit -f)",
    errno.EACCES: "no permission to write here. Give yourself write permission on the folder (chmod u+w)",
    errno.EPERM: "no permission to write here. Give yourself write permission on the folder (chmod u+w)",
    errno.EROFS: "the file system is read-only. Work in a writable copy",
    errno.EISDIR: "a folder stands where a file must go. Move it away",
    errno.ENOTDIR: "a file stands where a folder must be. Move it away",
    errno.ELOOP: "a symbolic link stands where a file or folder must go. Move it away",
    errno.ENAMETOOLONG: "the name is too long for this file system. Shorten the component's or environment's name",
}


def as_user_error(path: str, error: OSError) -> UserError:
    """One line; `path` relative to the root."""
    reason = _WAYS_OUT.get(error.errno or 0) or f"{error.strerror or error}. Put that right"
    return UserError(f"{path}: {reason}, then run it again")
