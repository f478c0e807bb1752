/*
 * Runs a fuzz target without a fuzzer: over every file named, every file of
 * every folder named, and a number of damaged copies of each.
 *
 *   FUZZ_ROUNDS   damaged copies of each file (default 20)
 *   FUZZ_SEED     where the damage starts (default 1); printed
 *   FUZZ_VERBOSE  set: names each input before it is run
 */
#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Longest path of a seed. */
#define PATH_SIZE 4096
/* Bytes damaged in one copy, at most. */
#define DAMAGE_MAX 8

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct run {
    uint64_t state; /* of the generator of damage */
    unsigned long rounds;
    unsigned long inputs;
    int verbose;
};

static uint64_t
next_random(uint64_t *state)
{
    uint64_t x = *state;

    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    return *state = x;
}

/* Gives the target a copy of exactly `size` bytes, so that a memory checker
 * sees the first byte read beyond it. */
static int
one_input(struct run *r, const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);

    if (copy == NULL)
        return -1;
    memcpy(copy, data, size);
    LLVMFuzzerTestOneInput(copy, size);
    free(copy);
    r->inputs++;
    return 0;
}

/* Overwrites a few bytes, or cuts the end off. */
static size_t
damage(struct run *r, uint8_t *data, size_t size)
{
    static const uint8_t edges[] = {0x00, 0x01, 0x7f, 0x80, 0xff, '<', '"'};
    size_t i, n = 1 + next_random(&r->state) % DAMAGE_MAX;

    if (size == 0)
        return 0;
    if (next_random(&r->state) % 8 == 0)
        return next_random(&r->state) % size;
    for (i = 0; i < n; i++) {
        size_t at = next_random(&r->state) % size;
        uint64_t pick = next_random(&r->state);

        data[at] = pick % 2 == 0 ? (uint8_t)(pick >> 8)
                                 : edges[(pick >> 8) % sizeof(edges)];
    }
    return size;
}

static int
run_bytes(struct run *r, const char *path, const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size > 0 ? size : 1);
    unsigned long i;
    int rc = -1;

    if (copy == NULL)
        return -1;
    if (r->verbose)
        fprintf(stderr, "%s\n", path);
    if (one_input(r, data, size) != 0)
        goto done;
    for (i = 0; i < r->rounds; i++) {
        memcpy(copy, data, size);
        if (r->verbose)
            fprintf(stderr, "%s, copy %lu\n", path, i + 1);
        if (one_input(r, copy, damage(r, copy, size)) != 0)
            goto done;
    }
    rc = 0;
done:
    free(copy);
    return rc;
}

static int
run_file(struct run *r, const char *path, size_t size)
{
    uint8_t *data = malloc(size > 0 ? size : 1);
    FILE *f = fopen(path, "rb");
    int rc = -1;

    if (data != NULL && f != NULL && fread(data, 1, size, f) == size)
        rc = run_bytes(r, path, data, size);
    else
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
    if (f != NULL)
        fclose(f);
    free(data);
    return rc;
}

static int run_path(struct run *r, const char *path);

static int
run_folder(struct run *r, const char *path)
{
    struct dirent **found;
    int i, n = scandir(path, &found, NULL, alphasort);
    int rc = n < 0 ? -1 : 0;

    for (i = 0; i < n; i++) {
        char inner[PATH_SIZE];
        int length =
            snprintf(inner, sizeof(inner), "%s/%s", path, found[i]->d_name);

        if (length < 0 || (size_t)length >= sizeof(inner))
            rc = -1;
        else if (found[i]->d_name[0] != '.' && run_path(r, inner) != 0)
            rc = -1;
        free(found[i]);
    }
    if (n >= 0)
        free(found);
    return rc;
}

static int
run_path(struct run *r, const char *path)
{
    struct stat st;

    if (stat(path, &st) != 0) {
        fprintf(stderr, "%s: %s\n", path, strerror(errno));
        return -1;
    }
    if (S_ISDIR(st.st_mode))
        return run_folder(r, path);
    return run_file(r, path, (size_t)st.st_size);
}

static unsigned long
number_from(const char *name, unsigned long fallback)
{
    const char *value = getenv(name);

    return value != NULL ? strtoul(value, NULL, 10) : fallback;
}

int
main(int argc, char **argv)
{
    unsigned long seed = number_from("FUZZ_SEED", 1);
    struct run r = {0};
    int i, rc = 0;

    r.rounds = number_from("FUZZ_ROUNDS", 20);
    r.verbose = getenv("FUZZ_VERBOSE") != NULL;
    /* The generator stands still at zero. */
    r.state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
    for (i = 1; i < argc; i++)
        if (run_path(&r, argv[i]) != 0)
            rc = 1;
    printf("%lu inputs, seed %lu\n", r.inputs, seed);
    return r.inputs > 0 ? rc : 1;
}
