#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "cxbak/backup/metadata.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/cursor.h"
#include "cxbak/zip/zread.h"

/* The magic, which every plain sample has. */
static const char magic[] = "3CXAA5D1D44173C4FDCA2DCC6CF1CC29460";

/* Where the fields begin. */
enum metadata_at {
    AT_ONE = sizeof(magic) - 1,
    AT_SIZE = 36,
    AT_CONTENT = 40,
    AT_TICKS = 44,
    AT_VERSION = 52,
    AT_ZEROS = 68
};

/* .NET's ticks: how many make a second, and the seconds before 1970. */
#define TICKS_PER_SECOND    10000000
#define SECONDS_BEFORE_1970 INT64_C(62135596800)

void
metadata_parse(struct metadata *m, const uint8_t *p, size_t n)
{
    static const uint8_t zeros[METADATA_SIZE - AT_ZEROS];
    struct cursor c;
    uint32_t v[4];
    size_t i;

    m->wrong = NULL;
    if (n != METADATA_SIZE) {
        m->wrong = "it is not 96 bytes long";
        return;
    }
    if (memcmp(p, magic, AT_ONE) != 0 || p[AT_ONE] != 1) {
        m->wrong = "it does not begin as that of 3CX does";
        return;
    }
    cursor_init(&c, p + AT_SIZE, n - AT_SIZE);
    if (cursor_u32(&c) != METADATA_SIZE) {
        m->wrong = "it states another length than its own";
        return;
    }
    m->content = cursor_u32(&c);
    m->time =
        (int64_t)(cursor_u64(&c) / TICKS_PER_SECOND) - SECONDS_BEFORE_1970;
    for (i = 0; i < 4; i++)
        v[i] = cursor_u32(&c);
    snprintf(m->version, sizeof(m->version),
             "%" PRIu32 ".%" PRIu32 ".%" PRIu32 ".%" PRIu32, v[0], v[1], v[2],
             v[3]);
    m->plain = memcmp(p + AT_ZEROS, zeros, sizeof(zeros)) == 0;
}

int
metadata_read(struct metadata *m, struct zdir *z, const char *password,
              struct err *e)
{
    struct buf b = BUF_INIT;

    *m = (struct metadata){.member = zdir_find(z, METADATA_NAME)};
    if (m->member == SIZE_MAX) {
        m->wrong = "it is missing";
        return ST_OK;
    }
    if (zdir_member(z, m->member)->usize != METADATA_SIZE)
        metadata_parse(m, NULL, 0);
    else if (zread_all(&b, z, m->member, password, METADATA_SIZE, e) == ST_OK)
        metadata_parse(m, b.data, b.len);
    else if (e->status != ST_SYSTEM) {
        m->wrong = "it cannot be decoded";
        err_free(e);
    }
    buf_free(&b);
    return e->status;
}

bool
metadata_is_first(const struct metadata *m, const struct zdir *z)
{
    return m->member != SIZE_MAX && zdir_in_file(z, 0) == m->member;
}

bool
metadata_is_stored(const struct metadata *m, const struct zdir *z)
{
    return m->member != SIZE_MAX &&
           zdir_member(z, m->member)->method == ZMETHOD_STORED;
}

const char *
metadata_time(const struct metadata *m, char room[METADATA_TIME_ROOM])
{
    time_t t = (time_t)m->time;
    struct tm parts;

    room[0] = '\0';
    if (t >= -SECONDS_BEFORE_1970 && gmtime_r(&t, &parts) != NULL &&
        parts.tm_year < 10000 - 1900)
        strftime(room, METADATA_TIME_ROOM, "%Y-%m-%d %H:%M:%S UTC", &parts);
    return room;
}
