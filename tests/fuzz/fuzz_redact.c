/*
 * Any document is refused or redacted, in whatever pieces it comes, with the
 * same result; what comes out is plain XML, and no text of more than a few
 * letters that starts with the word below gets through, wherever it stands.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/util/buf.h"
#include "cxbak/xml/xscan.h"

#include "redact/redact_impl.h"

/* No word of the format or of what is invented holds it. */
#define SECRET "hunter2"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Redact the document once, in pieces of `step`; false if it is refused. */
static bool
pass(struct redactor *r, const uint8_t *p, size_t size, size_t step,
     struct buf *out)
{
    struct redact_xml *x = redact_xml_new(r, "fuzz", true, out);
    struct err e = ERR_INIT;
    size_t at;

    for (at = 0; at < size && e.status == ST_OK; at += step)
        redact_xml_push(x, p + at, size - at < step ? size - at : step, &e);
    if (e.status == ST_OK)
        redact_xml_finish(x, &e);
    redact_xml_free(x);
    at = (size_t)e.status;
    if (e.status != ST_OK && (e.status != ST_BACKUP || e.msg == NULL))
        abort();
    err_free(&e);
    return at == ST_OK;
}

/* Learn, and redact. */
static bool
redact(const uint8_t *data, size_t size, size_t step, struct buf *out)
{
    struct database none = {0};
    struct backup backup = {.database = &none};
    struct avatars pictures = {0};
    const struct redact_request q = {.backup = &backup, .avatars = &pictures};
    struct redact_list list = {0};
    struct redactor r = {.q = &q, .list = &list, .learning = true};
    struct buf learned = BUF_INIT;
    bool good = pass(&r, data, size, step, &learned);

    r.learning = false;
    aliases_settle(&r.aliases);
    if (pass(&r, data, size, step, out) != good)
        abort();
    redact_list_finish(&r);
    redact_list_free(&list);
    aliases_free(&r.aliases);
    buf_free(&learned);
    return good;
}

static int
on_start(void *arg, struct xscan *x, const struct xelement *el, struct err *e)
{
    (void)arg;
    (void)x;
    (void)el;
    return e->status;
}

/* Is nothing left of the document but its declaration?  So it is where the
 * root is not that of a phone system, which opening refuses. */
static bool
is_bare(const struct buf *out)
{
    const char *p = buf_str(out);

    while ((p = strchr(p, '<')) != NULL && (p[1] == '?' || p[1] == '!'))
        p++;
    return p == NULL;
}

/* It must be plain XML, and tell nothing. */
static void
expect_harmless(const struct buf *out)
{
    static const struct xhandler handler = {.start = on_start};
    struct xscan *x = xscan_new(&handler, NULL, "copy");
    struct err e = ERR_INIT;

    if ((!is_bare(out) && (xscan_push(x, out->data, out->len, &e) != ST_OK ||
                           xscan_finish(x, &e) != ST_OK)) ||
        strcasestr(buf_str(out), SECRET) != NULL)
        abort();
    xscan_free(x);
    err_free(&e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct buf whole = BUF_INIT, pieces = BUF_INIT;
    bool good = redact(data, size, SIZE_MAX / 2, &whole);

    if (redact(data, size, size % 61 + 1, &pieces) != good)
        abort();
    if (good) {
        expect_harmless(&whole);
        if (whole.len != pieces.len ||
            memcmp(whole.data, pieces.data, whole.len) != 0)
            abort();
    }
    buf_free(&whole);
    buf_free(&pieces);
    return 0;
}
