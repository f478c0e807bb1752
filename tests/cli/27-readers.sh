# What is written is the same archive to unzip, 7z, bsdtar and Python.
# A seed that failed is tried again with READERS_SEED.

seed=${READERS_SEED:-$((RANDOM * 32768 + RANDOM))}
ok "$LIB/readers.py" "$CXBAK" "$seed" "${READERS_COUNT:-40}"
cat "$RUN/other"
