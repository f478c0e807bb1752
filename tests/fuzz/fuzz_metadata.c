/*
 * Any bytes are `metadata` that is not understood, or of a version and a time
 * that can be printed in the room there is; only what is 96 bytes long is
 * understood, and only what is zero at its end is plain.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/backup/metadata.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char room[METADATA_TIME_ROOM];
    struct metadata m = {.member = SIZE_MAX};
    const char *time;

    metadata_parse(&m, data, size);
    if (m.wrong != NULL)
        return 0;
    if (size != METADATA_SIZE || m.plain != (data[size - 1] == 0 && m.plain))
        abort();
    if (strlen(m.version) >= METADATA_VERSION_ROOM || *m.version == '\0' ||
        strspn(m.version, "0123456789.") != strlen(m.version))
        abort();
    time = metadata_time(&m, room);
    if (time != room || strlen(time) >= METADATA_TIME_ROOM)
        abort();
    return 0;
}
