# A fleet: the commands of `cxbak help fleet`, and of README, move the domain of 48 customers'
# backups on this machine, and on two others, which are sshds of the loopback
# interface with keys, settings and homes of their own.

COUNT=48
LIMIT=250

for tool in parallel rsync ssh ssh-keygen; do
    command -v $tool > /dev/null || { fail "$tool is not installed"; exit; }
done
SSHD=$(command -v sshd || echo /usr/sbin/sshd)
mkdir bin ssh home
ln -s "$CXBAK" bin/cxbak
: > home/will-cite
export PATH=$PWD/bin:$PATH PARALLEL_HOME=$PWD/home
export PARALLEL_SSH="ssh -F $PWD/ssh/config"

# step N: the commands of the Nth block of the help, as they stand there.
run help fleet
step() {
    awk -v want="$1" '/^  /{ if (!in_block) { n++; in_block = 1 } }
        /^[^ ]/ || /^$/{ in_block = 0 }
        in_block && n == want' "$RUN/out"
}
for n in 1 2 3 4 5; do step $n > step$n; done
[ -z "$(step 6)" ] || fail "there are more steps than are tested"

# until_true WORD...: waits until it is.
until_true() {
    local end=$((SECONDS + LIMIT))
    check
    until "$@" 2> /dev/null; do
        [ $SECONDS -lt $end ] || { fail "never: $*"; exit; }
        sleep 0.05
    done
}

# --- the other machines ---

# sshd of root wants its empty folder, which the system's service makes.
MADE_RUN=
if [ "$(id -u)" = 0 ] && [ ! -d /run/sshd ]; then
    mkdir -m 755 /run/sshd && MADE_RUN=yes
fi
declare -A PID=()
# The name of a socket is short.
SOCKETS=$(mktemp -d)
# kill_all NAME: what is known by this name, and all that it has begun.
kill_all() {
    "$LIB/fleet.py" end "${PID[$1]}"
    wait "${PID[$1]}" 2> /dev/null
    unset "PID[$1]"
}
leave() {
    local status=$? name
    for name in "${!PID[@]}"; do kill_all "$name"; done
    [ -z "$MADE_RUN" ] || rmdir /run/sshd
    [ ! -e ssh/config ] || ssh -F ssh/config -O exit hosta 2> /dev/null
    rm -rf "$SOCKETS"
    (exit "$status")
    at_end
}
trap leave EXIT

# listens HOST: it takes connections, and is the one that was meant.
listens() {
    ssh -F ssh/config "$1" true
}

# machine HOST: an sshd with a home of its own, where cxbak is in PATH.  The
# user's own ~/.bashrc is not read.
machine() {
    local folder=$PWD/ssh/$1 port pam=no
    mkdir -p "$folder/home" "$folder/bin"
    ln -sf "$CXBAK" "$folder/bin/cxbak"
    cat > "$folder/login" << END
#!/bin/sh
export PATH=$folder/bin:\$PATH
unset PARALLEL_HOME
cd && exec /bin/sh -c "\${SSH_ORIGINAL_COMMAND:-true}"
END
    chmod +x "$folder/login"
    ssh-keygen -q -t ed25519 -N '' -f "$folder/key" <<< y > /dev/null
    # Without PAM, sshd refuses an account whose password is locked.
    [ "$(id -u)" != 0 ] || ! grep -q '^root:!' /etc/shadow || pam=yes
    port=$("$LIB/fleet.py" port)
    cat > "$folder/sshd_config" << END
ListenAddress 127.0.0.1
Port $port
HostKey $folder/key
PidFile none
AuthorizedKeysFile $PWD/ssh/user.pub
StrictModes no
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM $pam
PermitRootLogin prohibit-password
MaxStartups 100
MaxSessions 100
SetEnv HOME=$folder/home
ForceCommand $folder/login
END
    printf 'Host %s\n  HostName 127.0.0.1\n  Port %s\n' "$1" "$port" \
        >> ssh/hosts
    printf '[127.0.0.1]:%s %s\n' "$port" "$(cut -d ' ' -f 1-2 \
        "$folder/key.pub")" >> ssh/known_hosts
    "$SSHD" -D -e -f "$folder/sshd_config" 2> "$folder/log" < /dev/null &
    PID[$1]=$!
}

machines() {
    ssh-keygen -q -t ed25519 -N '' -f ssh/user
    for host in hosta hostb; do machine $host; done
    cat ssh/hosts - > ssh/config << END
Host *
  IdentityFile $PWD/ssh/user
  IdentitiesOnly yes
  UserKnownHostsFile $PWD/ssh/known_hosts
  StrictHostKeyChecking yes
  BatchMode yes
  ControlPath $SOCKETS/%n
  LogLevel ERROR
END
    for host in hosta hostb; do
        until_true listens $host
        # One connection for all that follows: a handshake costs the most.
        ok ssh -F ssh/config -M -N -f $host
    done
}

# --- the story ---

ok "$LIB/fleet.py" make $COUNT
sha256sum backups/* > before

begin "a preview of all writes nothing"
check
bash step1 > preview 2>&1 || { fail "status $?"; tail preview; }
[ "$(grep -c '13 users: Email Address @old.example -> @new.example$' \
    preview)" = $COUNT ] || fail "not $COUNT lines"
[ ! -e new ] || fail "something was written"
finish

begin "on this machine; what is refused is told, and tried again when mended"
cp customers all
head -n 3 all > customers
cp backups/c02.zip good.zip
printf 'no archive\n' > backups/c02.zip
check
bash step2 > said 2>&1
[ $? = 1 ] || fail "one failed, but the status is another"
bash step4 > proof 2>&1
[ $? = 1 ] || fail "the report does not count it"
grep -q '^2,.*,3,0,.*c02.zip' report.csv || fail "$(cat report.csv)"
cp good.zip backups/c02.zip
ok bash step2
ok bash step4
ok "$LIB/fleet.py" judge 3
ok "$LIB/fleet.py" report report.csv 3
[ "$(grep -c cxbak fleet.log)" = 4 ] || fail "what was done was done again"
rm -r new fleet.log report.csv
mv all customers
finish

begin "README's lines for all customers"
awk '/^### All customers/ { on = 1 } on && /^```$/ { exit } code { print }
    on && /^```sh/ { code = 1 }' "$TOP/README.md" > readme
mv backups kept
mkdir backups
cp kept/c0[1-4].zip backups
ok bash -e readme
ok "$LIB/fleet.py" judge 4
ok "$LIB/fleet.py" report report.csv 4
rm -r backups new fleet.log report.csv
mv kept backups
ok eval "$(head -n 1 step1)"
finish

begin "a machine dies and the work is stopped: the same command goes on"
machines
# The eighth backup that comes to hostb is its last one.
cat > ssh/hostb/bin/slow << END
#!/bin/sh
echo >> $PWD/count
[ \$(wc -l < $PWD/count) -lt 8 ] || { : > $PWD/now; exec sleep 1000; }
exec $CXBAK "\$@"
END
chmod +x ssh/hostb/bin/slow
mv ssh/hostb/bin/slow ssh/hostb/bin/cxbak
setsid bash step3 > said 2>&1 &
PID[master]=$!
until_true [ -e now ]
kill_all hostb
DONE=$(ls new | wc -l)
# What goes on elsewhere goes on, until that is stopped, too.
more_done() { [ "$(ls new | wc -l)" -ge $((DONE + 6)) ]; }
until_true more_done
kill_all master
DONE=$(awk -F '\t' '$7 == 0 && $8 == 0' fleet.log | wc -l)
check
[ "$DONE" -gt 0 ] && [ "$DONE" -lt $COUNT ] || fail "$DONE were done"
check
! listens hostb 2> /dev/null || fail "hostb lives"
rm -rf ssh/hosta/home/.parallel/tmp
check
# parallel may try one backup on the dead machine only; then once more.
for i in 1 2 3; do
    STATUS=0
    bash step3 > said 2>&1 || STATUS=$?
    [ $STATUS != 0 ] || break
done
[ $STATUS = 0 ] || { fail "status $STATUS"; tail said; }
finish

begin "what got lost on its way back is found, and done again"
gone=$(ls new | head -n 1)
rm "new/$gone"
check
! bash step4 > proof 2>&1 || fail "the report does not count it"
check
grep -q "^[0-9]*,.*,7,0,.*$gone" report.csv || fail "$(grep "$gone" report.csv)"
ok bash step5
check
grep -qxF "backups/$gone" missing || fail "$(cat missing)"
sed 's/fleet\.log/missing.log/; s/:::: customers/:::: missing/' step3 > step6
ok bash step6
finish

begin "all are right, and the report says so"
ok sha256sum --quiet -c before
ok "$LIB/fleet.py" judge $COUNT
ok bash step4
ok "$LIB/fleet.py" report report.csv $COUNT
# Each was logged as done once: what was done was not done again.
check
[ "$(awk -F '\t' '$7 == 0 && $8 == 0 && /cxbak/ { print $1 }' fleet.log |
    sort -n | uniq -c | awk '$1 == 1' | wc -l)" = $COUNT ] ||
    { fail "not each once"; cat fleet.log; }
check
for host in hosta hostb; do
    grep -q "^[0-9]*	$host	.*	0	0	" fleet.log || fail "$host did nothing"
done
finish

begin "nothing stays on the other machine"
check
[ -z "$(find ssh/hosta/home -name '*.zip')" ] ||
    fail "$(find ssh/hosta/home)"
finish
