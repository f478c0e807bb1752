# Backups that a file system or a transfer has cut at 2 or 4 GiB.

fixture plain v20

# A backup with one recording of so many bytes, all zero, cut short: the file
# has holes and takes no room.
cat > make.py << 'EOF'
import struct, sys, zipfile
size, at = int(sys.argv[1]), int(sys.argv[2])
with zipfile.ZipFile("pbx.zip") as z, zipfile.ZipFile("big.zip", "w") as out:
    for info in z.infolist():
        out.writestr(info, z.read(info))
with open("big.zip", "r+b") as f:
    f.seek(zipfile.ZipFile("big.zip").start_dir)
    f.truncate()
    wide = size >= 1 << 32
    extra = struct.pack("<HHQQ", 1, 16, size, size) if wide else b""
    said = 0xffffffff if wide else size
    f.write(struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 45, 0, 0, 0, 33, 7, said,
                        said, 19, len(extra)) + b"recordings/long.wav" + extra)
    f.truncate(at)
EOF

for gib in 2 4; do
    begin "cut at $gib GiB"
    python3 make.py $((gib * 1200000000)) $((gib << 30)) || fail "make.py"
    check
    [ "$(du -k big.zip | cut -f1)" -lt 1000 ] || fail "no holes in big.zip"
    run salvage big.zip --json -o out$gib.zip
    expect_status 1
    expect_json 'd["Whole"] == 20 and d["Directory"] == "none"'
    expect_json '[(m["Name"], m["Why"]) for m in d["Members"]
        if m["State"] == "lost"] == [("recordings/long.wav",
        "the file ends before its data do")]'
    expect_json 'd["Database"] == "whole" and d["Users"] == 16'
    ok unzip -tq out$gib.zip
    rm big.zip
    finish
done
