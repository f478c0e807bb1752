/*
 * A workbook without its cells: which file it is, its sheets, styles, and the
 * texts that cells share.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "table/xlsx_impl.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"

/* Names of sheets in a message; the others are counted. */
#define NAMED_MAX 20

/* ---- What kind of ZIP file it is ---- */

/* Parts by which other files are known that people take for a workbook. */
static const struct {
    const char *part;
    const char *what;
} others[] = {
    {"xl/workbook.bin", "a binary Excel workbook (.xlsb); open it in a "
                        "spreadsheet program and save it as .xlsx"},
    {"content.xml", "an OpenDocument file (.ods); open it in a spreadsheet "
                    "program and save it as .xlsx"},
    {"Index/Document.iwa", "a document of Numbers or another Apple program; "
                           "export it from there to Excel (.xlsx)"},
    {"Index.zip", "a document of Numbers or another Apple program; export it "
                  "from there to Excel (.xlsx)"},
    {"word/document.xml", "a Word document; copy its table into a spreadsheet "
                          "and save that as .xlsx"},
};

static int
not_a_workbook(const struct xlsx_parts *z, struct err *e)
{
    size_t i;

    for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (xlsx_parts_find(z, others[i].part) != NULL)
            return err_set(e, ST_REFUSED, "%s: this is %s", z->name,
                           others[i].what);
    }
    return err_set(e, ST_REFUSED,
                   "%s: this is a ZIP file, but no Excel workbook (.xlsx)",
                   z->name);
}

/* ---- Relations ---- */

/* The part that a relation in `folder` ("" or "xl/") means, without `.` and
 * `..`. */
static char *
resolve(const char *folder, const char *target)
{
    struct buf b = BUF_INIT;

    if (*target != '/')
        buf_adds(&b, folder);
    while (*target != '\0') {
        size_t n = strcspn(target, "/"), step = n + (target[n] == '/');

        if (n == 2 && memcmp(target, "..", 2) == 0) {
            b.len -= b.len > 0;
            while (b.len > 0 && b.data[b.len - 1] != '/')
                b.len--;
        } else if (n > 0 && !(n == 1 && *target == '.')) {
            buf_add(&b, target, step);
        }
        target += step;
    }
    buf_adds(&b, "");
    return buf_steal(&b);
}

struct relations {
    struct xlsx_book *b;
    const char *folder;
};

static int
take_relation(void *arg, const struct xlsx_tag *tag, bool *collect,
              struct err *e)
{
    struct relations *r = arg;
    struct xlsx_book *b = r->b;
    struct xlsx_relation *x;
    char *target;

    (void)collect;
    if (tag->depth != 2 || strcmp(tag->name, "Relationship") != 0 ||
        xlsx_attr_is(tag, "TargetMode", "External"))
        return ST_OK;
    if (b->relation_count == XLSX_MAX_PARTS)
        return err_set(e, ST_REFUSED, "%s: more than %d relations of parts",
                       b->parts.name, XLSX_MAX_PARTS);
    b->relations = mem_grow(b->relations, &b->relation_cap, b->relation_count,
                            sizeof(*b->relations));
    x = &b->relations[b->relation_count++];
    x->id = xlsx_attr_dup(tag, "Id");
    x->type = xlsx_attr_dup(tag, "Type");
    target = xlsx_attr_dup(tag, "Target");
    x->target = resolve(r->folder, target != NULL ? target : "");
    free(target);
    return ST_OK;
}

/* Read the relations in `part`, which are relative to `folder`. */
static int
read_relations(struct xlsx_book *b, const char *part, const char *folder,
               struct err *e)
{
    static const struct xlsx_handler h = {take_relation, NULL};
    struct relations r = {b, folder};

    if (xlsx_parts_find(&b->parts, part) == NULL)
        return ST_OK;
    return xlsx_xml_read(&b->parts, part, &h, &r, e);
}

/* Does the type end in that word?  What stands before it differs between the
 * two editions of the format. */
static bool
is_type(const struct xlsx_relation *r, const char *type)
{
    const char *slash = r->type != NULL ? strrchr(r->type, '/') : NULL;

    return slash != NULL && strcmp(slash + 1, type) == 0;
}

const char *
xlsx_book_related(const struct xlsx_book *b, const char *type)
{
    size_t i;

    for (i = 0; i < b->relation_count; i++) {
        if (is_type(&b->relations[i], type))
            return xlsx_parts_find(&b->parts, b->relations[i].target);
    }
    return NULL;
}

static void
forget_relations(struct xlsx_book *b)
{
    size_t i;

    for (i = 0; i < b->relation_count; i++) {
        free(b->relations[i].id);
        free(b->relations[i].type);
        free(b->relations[i].target);
    }
    b->relation_count = 0;
}

/* Find the workbook's own part, and what it refers to. */
static int
find_workbook(struct xlsx_book *b, struct err *e)
{
    const char *part, *slash;
    char *rels, *folder;

    if (read_relations(b, "_rels/.rels", "", e) != ST_OK)
        return e->status;
    part = xlsx_book_related(b, "officeDocument");
    if (part == NULL)
        part = xlsx_parts_find(&b->parts, "xl/workbook.xml");
    slash = part != NULL ? strrchr(part, '/') : NULL;
    if (part == NULL || strcasecmp(part + strlen(part) - 4, ".xml") != 0 ||
        xlsx_parts_find(&b->parts, "word/document.xml") != NULL)
        return not_a_workbook(&b->parts, e);
    b->part = mem_dup(part);
    forget_relations(b);
    folder = mem_ndup(part, slash != NULL ? (size_t)(slash + 1 - part) : 0);
    rels =
        mem_printf("%s_rels/%s.rels", folder, slash != NULL ? slash + 1 : part);
    read_relations(b, rels, folder, e);
    free(rels);
    free(folder);
    return e->status;
}

/* ---- Sheets ---- */

static int
take_workbook(void *arg, const struct xlsx_tag *tag, bool *collect,
              struct err *e)
{
    struct xlsx_book *b = arg;
    struct xlsx_sheet *s;

    (void)collect;
    if (tag->depth == 2 && strcmp(tag->name, "workbookPr") == 0)
        b->date1904 = xlsx_attr_true(tag, "date1904");
    if (tag->depth != 3 || strcmp(tag->name, "sheet") != 0)
        return ST_OK;
    if (b->sheet_count == XLSX_MAX_SHEETS)
        return err_set(e, ST_REFUSED, "%s: more than %d sheets", b->parts.name,
                       XLSX_MAX_SHEETS);
    b->sheets =
        mem_grow(b->sheets, &b->sheet_cap, b->sheet_count, sizeof(*b->sheets));
    s = &b->sheets[b->sheet_count++];
    s->name = xlsx_attr_dup(tag, "name");
    s->id = xlsx_attr_dup(tag, "id");
    s->hidden = xlsx_attr_is(tag, "state", "hidden") ||
                xlsx_attr_is(tag, "state", "veryHidden");
    if (s->name == NULL)
        s->name = mem_dup("");
    return ST_OK;
}

/* The part of a sheet of cells; NULL for a chart and the like. */
static const char *
sheet_part(const struct xlsx_book *b, const struct xlsx_sheet *s)
{
    size_t i;

    for (i = 0; i < b->relation_count; i++) {
        const struct xlsx_relation *r = &b->relations[i];

        if (s->id != NULL && r->id != NULL && strcmp(s->id, r->id) == 0 &&
            is_type(r, "worksheet"))
            return xlsx_parts_find(&b->parts, r->target);
    }
    return NULL;
}

/* The names of the sheets, as a message lists them. */
static char *
sheet_names(const struct xlsx_book *b)
{
    struct buf list = BUF_INIT;
    size_t i;

    for (i = 0; i < b->sheet_count && i < NAMED_MAX; i++)
        buf_printf(&list, "%s\"%s\"%s", i > 0 ? ", " : "", b->sheets[i].name,
                   b->sheets[i].hidden ? " (hidden)" : "");
    if (b->sheet_count > NAMED_MAX)
        buf_printf(&list, " and %zu more", b->sheet_count - NAMED_MAX);
    buf_adds(&list, "");
    return buf_steal(&list);
}

/* The sheet of that name; if there is none, of one that differs in case. */
static const struct xlsx_sheet *
find_sheet(const struct xlsx_book *b, const char *wanted)
{
    char *key = text_fold(wanted);
    const struct xlsx_sheet *found = NULL;
    size_t i;

    for (i = 0; i < b->sheet_count; i++) {
        char *fold = text_fold(b->sheets[i].name);

        if (strcmp(b->sheets[i].name, wanted) == 0 ||
            (found == NULL && strcmp(fold, key) == 0))
            found = &b->sheets[i];
        free(fold);
        if (found != NULL && strcmp(found->name, wanted) == 0)
            break;
    }
    free(key);
    return found;
}

static int
no_such_sheet(const struct xlsx_book *b, const char *wanted, struct err *e)
{
    const char **names = mem_calloc(b->sheet_count, sizeof(*names));
    char *list = sheet_names(b);
    const char *near;
    size_t i;

    for (i = 0; i < b->sheet_count; i++)
        names[i] = b->sheets[i].name;
    near = text_nearest(wanted, names, b->sheet_count);
    err_set(e, ST_REFUSED,
            "%s: there is no sheet \"%s\"%s%s%s; the workbook has %s",
            b->parts.name, wanted, near != NULL ? "; did you mean \"" : "",
            near != NULL ? near : "", near != NULL ? "\"" : "", list);
    free(list);
    free(names);
    return err_hint(e, HINT_SHEET, NULL);
}

/* The first sheet with cells that is not hidden. */
static const struct xlsx_sheet *
first_visible(const struct xlsx_book *b)
{
    size_t i;

    for (i = 0; i < b->sheet_count; i++) {
        if (!b->sheets[i].hidden && sheet_part(b, &b->sheets[i]) != NULL)
            return &b->sheets[i];
    }
    return NULL;
}

int
xlsx_book_choose(const struct xlsx_book *b, const char *wanted,
                 const struct xlsx_sheet **sheet, const char **part,
                 struct err *e)
{
    *sheet = wanted != NULL ? find_sheet(b, wanted) : first_visible(b);
    if (*sheet == NULL && wanted != NULL)
        return no_such_sheet(b, wanted, e);
    if (*sheet == NULL)
        return err_set(e, ST_REFUSED,
                       "%s: the workbook has no sheet with cells that is not "
                       "hidden",
                       b->parts.name);
    if ((*part = sheet_part(b, *sheet)) == NULL)
        return err_set(e, ST_REFUSED,
                       "%s: the sheet \"%s\" is a chart or the like, without "
                       "cells",
                       b->parts.name, (*sheet)->name);
    return ST_OK;
}

/* ---- All of it ---- */

int
xlsx_book_open(struct xlsx_book *b, const char *name, const uint8_t *data,
               size_t len, struct err *e)
{
    static const struct xlsx_handler h = {take_workbook, NULL};

    memset(b, 0, sizeof(*b));
    if (xlsx_parts_open(&b->parts, name, data, len, e) != ST_OK ||
        find_workbook(b, e) != ST_OK ||
        xlsx_xml_read(&b->parts, b->part, &h, b, e) != ST_OK)
        return e->status;
    return ST_OK;
}

void
xlsx_book_free(struct xlsx_book *b)
{
    size_t i;

    for (i = 0; i < b->sheet_count; i++) {
        free(b->sheets[i].name);
        free(b->sheets[i].id);
    }
    forget_relations(b);
    free(b->relations);
    free(b->sheets);
    free(b->styles);
    free(b->shared);
    free(b->part);
    buf_free(&b->text);
    xlsx_parts_free(&b->parts);
}
