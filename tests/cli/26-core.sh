# Ctrl-\ and crashes leave no image of the memory, which holds passwords.

fixture plain v20
cat > quit.py <<'P'
import os, resource, signal, sys, time
read, write = os.pipe()
pid = os.fork()
if pid == 0:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    os.dup2(read, 0)
    os.close(write)
    signal.signal(int(sys.argv[2]), signal.SIG_DFL)
    os.execv(sys.argv[1], [sys.argv[1], "import", "pbx.zip", "-"])
os.close(read)
# It waits for the rest of the CSV.
os.write(write, b"Number,FirstName\n")
for _ in range(500):
    with open(f"/proc/{pid}/wchan") as f:
        if "pipe" in f.read():
            break
    time.sleep(0.01)
limit = [line.split()[4:6] for line in open(f"/proc/{pid}/limits")
         if line.startswith("Max core file size")][0]
os.kill(pid, int(sys.argv[2]))
status = os.waitpid(pid, 0)[1]
print("signal", os.WTERMSIG(status), "core", int(os.WCOREDUMP(status)),
      "limit", *limit)
P

# Memory checkers catch some of these themselves, and valgrind all.
signals="QUIT ABRT SEGV"
[ "$FLAVOUR" != asan ] || signals=QUIT
[ -z "$VALGRIND" ] || { check; exit; }
for signal in $signals; do
    begin "SIG$signal"
    number=$(kill -l "$signal")
    check
    python3 quit.py "$CXBAK" "$number" > "$RUN/out" 2> "$RUN/err"
    LAST="import and SIG$signal"
    expect_line out "signal $number core 0 limit 0 0"
    expect_files pbx.zip quit.py
    finish
done
