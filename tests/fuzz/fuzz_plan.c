/*
 * Any bytes are refused as a plan, or can be turned around twice and are then
 * what they were; and what such a plan would put into a document as it stands
 * is one value there, with nothing else beside it.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/backup/database.h"
#include "cxbak/plan/plan.h"
#include "cxbak/patch/original_xml.h"

#define HEAD "<PhoneSystem><Tenants><Tenant><DN><Extension><Number>200</Number>"
#define TAIL "</Extension></DN></Tenant></Tenants></PhoneSystem>"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The only user of a database in which the piece stands must have the value,
 * and no other field. */
static void
check_piece(const struct plan_change *x)
{
    struct database_reader *r =
        database_begin("fuzz", (struct database_options){.keep = KEEP_DETAILS});
    struct database *d = NULL;
    struct err e = ERR_INIT;
    struct buf b = BUF_INIT;
    struct spelling s;
    const char *wrap = "";
    size_t i;

    if (!original_xml_parse(&s, x->from.original.raw, x->field, x->from.text))
        abort();
    buf_adds(&b, HEAD);
    if (s.root != PIECE_CONTAINER && x->field == FIELD_MOBILE)
        buf_adds(&b, wrap = "<Properties>");
    if (s.root == PIECE_VALUE && x->field == FIELD_MOBILE)
        buf_adds(&b, "<DNProperty><Name>MOBILENUMBER</Name>");
    buf_adds(&b, x->from.original.raw);
    if (s.root == PIECE_VALUE && x->field == FIELD_MOBILE)
        buf_adds(&b, "</DNProperty>");
    buf_adds(&b, *wrap != '\0' ? "</Properties>" TAIL : TAIL);
    if (database_push(r, b.data, b.len, &e) != ST_OK ||
        database_end(r, &d, &e) != ST_OK)
        abort();
    if (d->user_count != 1 || d->users[0].property_count > 1)
        abort();
    for (i = FIELD_FIRST; i < FIELD_COUNT; i++) {
        const char *want = (enum field)i == x->field ? x->from.text : "";

        if (strcmp(user_text(&d->users[0], (enum field)i), want) != 0)
            abort();
    }
    if (user_details(&d->users[0])->scalars.count > 2)
        abort();
    database_free(d);
    database_abandon(r);
    buf_free(&b);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct err e = ERR_INIT;
    struct plan p;
    size_t i;

    if (plan_parse(&p, "fuzz", data, size, &e) == ST_OK) {
        for (i = 0; i < p.count; i++) {
            const struct plan_change *x = &p.list[i];

            if (x->field < FIELD_COUNT && x->from.original.raw != NULL)
                check_piece(x);
        }
        plan_reverse(&p);
        plan_reverse(&p);
        plan_free(&p);
    } else if (e.status != ST_REFUSED) {
        abort();
    }
    err_free(&e);
    return 0;
}
