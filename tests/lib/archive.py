"""Writes members as ZIP files with programs and libraries that are not ours.

Shapes of archive, as backups and repacked backups have them:
  plain     Python zipfile: deflate, no extras; the bundled sample
  infozip   zip: times and owners in extra fields, comments, directories
  pipe      zip to a pipe: data descriptors, sizes known beforehand in headers
  bsdtar    data descriptors, sizes nowhere but there and in the directory
  stream    Python zipfile to a pipe: zip64 fields, descriptors of 24 bytes
  sevenzip  7z: its own extra fields and order
  dotnet    as .NET on Windows: \\ between folders, zip64 end records
"""

import io
import os
import shutil
import subprocess
import tempfile
import zipfile

TIME = (2024, 11, 18, 2, 30, 4)
EPOCH = 1731897004
COMMENT = "Backup of pbx.example.com"


def run(args, **options):
    """Runs a program; what it said is shown when it fails."""
    environment = dict(os.environ, TZ="UTC", LC_ALL="C.UTF-8")
    done = subprocess.run(args, env=environment, capture_output=True,
                          check=False, **options)
    if done.returncode != 0:
        raise SystemExit(f"{args[0]} failed with {done.returncode}: "
                         f"{done.stderr.decode(errors='replace')}"
                         f"{done.stdout.decode(errors='replace')}")
    return done.stdout


def unfold(members, folder):
    """Writes the members as files with one fixed time; lists them."""
    names = []
    for name, data in members:
        path = os.path.join(folder, name)
        parent = os.path.dirname(path)
        if not os.path.isdir(parent):
            os.makedirs(parent)
        with open(path, "wb") as f:
            f.write(data)
        names.append(name)
    for path, folders, files in os.walk(folder):
        for entry in folders + files:
            os.utime(os.path.join(path, entry), (EPOCH, EPOCH))
    return names


def with_directories(names):
    """Each folder is listed once, before its first file."""
    listed = []
    for name in names:
        folder = os.path.dirname(name)
        if folder and folder + "/" not in listed:
            listed.append(folder + "/")
        listed.append(name)
    return listed


def pack_infozip(members, out, folder):
    names = with_directories(unfold(members, folder))
    comments = "".join(f"member {i}\n" for i in range(len(names)))
    run(["zip", "-q", "-c", out] + names, cwd=folder, input=comments.encode())
    run(["zip", "-q", "-z", out], cwd=folder, input=COMMENT.encode() + b"\n")


def pack_pipe(members, out, folder):
    names = unfold(members, folder)
    packed = run(["zip", "-q", "-fd", "-", "-@"], cwd=folder,
                 input="\n".join(names).encode())
    with open(out, "wb") as f:
        f.write(packed)


def pack_bsdtar(members, out, folder):
    names = unfold(members, folder)
    run(["bsdtar", "--format", "zip", "-cf", out, "-T", "-"], cwd=folder,
        input="\n".join(names).encode())


def pack_sevenzip(members, out, folder):
    unfold(members, folder)
    run(["7z", "a", "-tzip", "-mx=5", "-bd", out, "."], cwd=folder)


def info(name, method=zipfile.ZIP_DEFLATED):
    z = zipfile.ZipInfo(name, TIME)
    z.compress_type = method
    z.external_attr = 0o100600 << 16
    return z


def pack_plain(members, out, _folder):
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in members:
            stored = name == "metadata"
            archive.writestr(info(name, zipfile.ZIP_STORED if stored
                                  else zipfile.ZIP_DEFLATED), data)


class Pipe(io.RawIOBase):
    """A file that can be written in order only, as a pipe can."""

    def __init__(self, target):
        super().__init__()
        self.target = target

    def writable(self):
        return True

    def write(self, data):
        return self.target.write(data)


def pack_stream(members, out, _folder):
    with open(out, "wb") as f, zipfile.ZipFile(Pipe(f), "w") as archive:
        for name, data in members:
            with archive.open(info(name), "w", force_zip64=True) as member:
                member.write(data)


def pack_dotnet(members, out, _folder):
    """Backslashes, stored sounds, zip64 fields on some, comments, folders."""
    # A limit of none makes zipfile write the zip64 end records as well.
    usual, zipfile.ZIP_FILECOUNT_LIMIT = zipfile.ZIP_FILECOUNT_LIMIT, 0
    with zipfile.ZipFile(out, "w") as archive:
        for i, name in enumerate(with_directories([n for n, _ in members])):
            folder = name.endswith("/")
            stored = folder or \
                name.endswith((".wav", ".png", "metadata"))
            z = info(name.replace("/", "\\") if not folder else name,
                     zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED)
            z.create_system = 0
            z.external_attr = 0x10 if folder else 0x20
            z.comment = b"a folder" if folder else b""
            data = b"" if folder else dict(members)[name]
            with archive.open(z, "w", force_zip64=i % 2 == 0) as f:
                f.write(data)
        archive.comment = COMMENT.encode()
    zipfile.ZIP_FILECOUNT_LIMIT = usual


SHAPES = {"plain": pack_plain, "infozip": pack_infozip,
          "pipe": pack_pipe, "bsdtar": pack_bsdtar,
          "stream": pack_stream, "sevenzip": pack_sevenzip,
          "dotnet": pack_dotnet}


def pack(shape, members, out):
    """Writes `out` whole or not at all."""
    folder = tempfile.mkdtemp(prefix="cxbak-fixture-")
    try:
        part = os.path.join(folder, "part.zip")
        tree = os.path.join(folder, "tree")
        os.mkdir(tree)
        SHAPES[shape](members, part, tree)
        os.makedirs(os.path.dirname(os.path.abspath(out)), exist_ok=True)
        # Two tests may make the same fixture at once.
        beside = f"{out}.{os.getpid()}"
        shutil.copyfile(part, beside)
        os.replace(beside, out)
    finally:
        shutil.rmtree(folder)
