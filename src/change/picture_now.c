#include <string.h>

#include "cxbak/change/picture_now.h"
#include "cxbak/zip/zread.h"

void
picture_now_find(struct picture_now *p, struct backup *b,
                 const struct avatars *a, size_t user)
{
    size_t member = a->of_user[user].member;
    struct err e = ERR_INIT;

    memset(p, 0, sizeof(*p));
    if (member != SIZE_MAX && avatar_crc(b, member, &p->crc, &e) == ST_OK) {
        p->name = zdir_member(b->zip, member)->name;
        p->size = zdir_member(b->zip, member)->usize;
    }
    err_free(&e);
}

bool
picture_now_is(const struct picture_now *p, const struct buf *content)
{
    return p->name != NULL && content->len == p->size &&
           zread_crc(content->data, content->len) == p->crc;
}
