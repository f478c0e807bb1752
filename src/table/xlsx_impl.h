/*
 * What the xlsx_* files share: the parts of a workbook (ECMA-376, part 2: a
 * ZIP of XML documents that point at each other by relations), its sheets,
 * its texts and its number formats (part 1, chapter 18).
 */
#ifndef CXBAK_TABLE_XLSX_IMPL_H
#define CXBAK_TABLE_XLSX_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "cxbak/table/csv.h"
#include "cxbak/util/fnv.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/err.h"

/* The size of a sheet, in any program. */
#define XLSX_MAX_ROWS    1048576
#define XLSX_MAX_COLUMNS CSV_MAX_COLUMNS

/* Bytes of a cell: the 32767 characters of spreadsheets, in UTF-8. */
#define XLSX_MAX_CELL ((size_t)4 * 32767)

/* Parts of a workbook: one per sheet, drawing, picture, and few others. */
#define XLSX_MAX_PARTS 20000

/* Bytes of all parts that are read, unpacked: what a sheet of all the cells
 * that are read takes, which is more than any list of people. */
#define XLSX_MAX_UNPACKED ((uint64_t)2 << 30)

/* Real sheets pack to a twentieth.  Beyond the first bytes, what packs far
 * better than that is made to be large only. */
#define XLSX_RATIO_FROM ((uint64_t)64 << 20)
#define XLSX_MAX_RATIO  200

/* What a workbook can have of styles of cells, and more than it can have of
 * sheets and relations. */
#define XLSX_MAX_STYLES 65536
#define XLSX_MAX_SHEETS 10000

/* ---- Parts: xlsx_parts.c ---- */

/* A workbook as a ZIP in memory; borrows its bytes and its name. */
struct xlsx_parts {
    const char *name; /* of the file, for messages */
    const uint8_t *data;
    size_t len;
    char **list; /* names, in the order of the file */
    size_t count, cap;
    uint64_t unpacked; /* bytes so far */
};

/* List the parts. */
int xlsx_parts_open(struct xlsx_parts *z, const char *name, const uint8_t *data,
                    size_t len, struct err *e);
void xlsx_parts_free(struct xlsx_parts *z);

/* The part's name as the file spells it (case does not count), or NULL. */
const char *xlsx_parts_find(const struct xlsx_parts *z, const char *part);

/* Unpack a part that is there, piece by piece. */
int xlsx_parts_read(struct xlsx_parts *z, const char *part,
                    int (*take)(void *arg, const void *p, size_t n,
                                struct err *e),
                    void *arg, struct err *e);

/* ---- Documents: xlsx_xml.c ---- */

/* The value of an attribute, not terminated; `p` is NULL if there is none. */
struct xlsx_value {
    const char *p;
    size_t n;
};

/* A start tag; names are without prefix. */
struct xlsx_tag {
    const char *name;
    const uint8_t **attrs; /* as libxml2 gives them */
    size_t attr_count;
    size_t depth; /* 1 is the root */
};

/* What is called for each tag.  After a `start` that sets `*collect`, `end`
 * gets the element's text, else NULL. */
struct xlsx_handler {
    int (*start)(void *arg, const struct xlsx_tag *tag, bool *collect,
                 struct err *e);
    int (*end)(void *arg, const char *name, size_t depth, struct buf *text,
               struct err *e);
};

/* Read the document in a part that is there. */
int xlsx_xml_read(struct xlsx_parts *z, const char *part,
                  const struct xlsx_handler *h, void *arg, struct err *e);

struct xlsx_value xlsx_attr(const struct xlsx_tag *tag, const char *name);
bool xlsx_attr_is(const struct xlsx_tag *tag, const char *name,
                  const char *value);
/* A truth value: 1 or true. */
bool xlsx_attr_true(const struct xlsx_tag *tag, const char *name);
/* A number of at most `max`; false if the attribute is absent or none. */
bool xlsx_attr_number(const struct xlsx_tag *tag, const char *name, size_t max,
                      size_t *value);
char *xlsx_attr_dup(const struct xlsx_tag *tag, const char *name);

/* ---- Numbers and dates: xlsx_number.c ---- */

enum xlsx_kind { XLSX_PLAIN, XLSX_PADDED, XLSX_DATE, XLSX_TIME, XLSX_DATETIME };

/* How a style of cells shows numbers. */
struct xlsx_style {
    enum xlsx_kind kind;
    unsigned digits; /* XLSX_PADDED: at least so many */
    bool plus;       /* ... behind a + */
};

/* What a format means: by its number (ECMA-376, 18.8.30), or its code. */
struct xlsx_style xlsx_format_builtin(size_t id);
struct xlsx_style xlsx_format_parse(const char *code);

/*
 * Append the number that `text` spells as the style shows it.  False if it is
 * no number.  `*dated` says that it is a date or a time of day.
 */
bool xlsx_number_put(struct buf *b, const char *text,
                     const struct xlsx_style *style, bool date1904,
                     bool *dated);

/* ---- The workbook: xlsx_book.c ---- */

struct xlsx_sheet {
    char *name;
    char *id; /* of the relation to its part */
    bool hidden;
};

struct xlsx_relation {
    char *id, *type, *target; /* target: the name of a part */
};

struct xlsx_book {
    struct xlsx_parts parts;
    char *part; /* the workbook's own */
    struct xlsx_relation *relations;
    size_t relation_count, relation_cap;
    struct xlsx_sheet *sheets;
    size_t sheet_count, sheet_cap;
    struct xlsx_style *styles; /* of cells */
    size_t style_count, style_cap;
    bool date1904;
    /* Texts: those that cells share begin at these offsets. */
    struct buf text;
    size_t *shared;
    size_t shared_count, shared_cap;
};

/* Open a workbook and read what its sheets are. */
int xlsx_book_open(struct xlsx_book *b, const char *name, const uint8_t *data,
                   size_t len, struct err *e);
void xlsx_book_free(struct xlsx_book *b);

/* The sheet of that name, or the first visible one for NULL, and the part
 * that it lies in. */
int xlsx_book_choose(const struct xlsx_book *b, const char *wanted,
                     const struct xlsx_sheet **sheet, const char **part,
                     struct err *e);

/* The part of the first relation of that type, or NULL. */
const char *xlsx_book_related(const struct xlsx_book *b, const char *type);

/* ---- What cells share: xlsx_shared.c ---- */

/* Read the styles and the texts. */
int xlsx_shared_read(struct xlsx_book *b, struct err *e);

/* Append a text, its escapes _xHHHH_ (ECMA-376, 22.9.2.19) undone. */
void xlsx_text_put(struct buf *to, const char *s, size_t n);

/* Append a text so that no reader takes a part of it for an escape. */
void xlsx_text_escape(struct buf *to, const char *s);

/* ---- Cells: xlsx_sheet.c ---- */

/* A cell that holds something. */
struct xlsx_cell {
    uint32_t row, column; /* from 1 */
    size_t at;            /* of its text in the texts of the workbook */
    uint32_t len;
    bool typed; /* text, not a number */
    bool bad;   /* its row has an error */
};

struct xlsx_range {
    uint32_t row, column, last_row, last_column;
};

/* Something that occurs in cells: how often, and where first. */
struct xlsx_seen {
    size_t count;
    uint32_t row, column;
};

/* Ranges that are kept; more are only counted. */
#define XLSX_MAX_MERGED 1000

struct xlsx_grid {
    struct xlsx_cell *cells;
    size_t count, cap;
    struct xlsx_range merged[XLSX_MAX_MERGED];
    size_t merged_count;
    struct xlsx_seen dates, empty_formulas, hidden_rows;
    struct buf hidden_columns; /* a byte for each: is it? */
};

/* Read the cells of a sheet, in the order of rows and columns. */
int xlsx_sheet_read(struct xlsx_grid *g, struct notes *errors,
                    struct xlsx_book *b, const char *part, struct err *e);
void xlsx_grid_free(struct xlsx_grid *g);

/* ---- What is written: xlsx_proof.c ---- */

/* What a workbook that is being written must hold in the end. */
struct xlsx_proof {
    uint64_t texts;     /* a hash of them, in their order */
    uint64_t *pictures; /* a hash of each */
    size_t count, cap;
};

#define XLSX_PROOF_INIT                                                        \
    {                                                                          \
        .texts = FNV_START                                                     \
    }

/* Note a text that is not empty, and a picture. */
void xlsx_proof_text(struct xlsx_proof *p, const char *text);
void xlsx_proof_picture(struct xlsx_proof *p, const struct buf *picture);

/* Does the workbook hold all of these and no more, and is it whole? */
bool xlsx_proof_holds(struct xlsx_proof *p, const struct buf *book);
void xlsx_proof_free(struct xlsx_proof *p);

#endif
