/*
 * The proof before a new backup gets its name: whatever goes wrong between
 * what was asked for and what lies in the file, reading it back tells, and
 * there is no file.  The fault is put in behind the writer's back: a patch
 * more or less, an edit of a member that is lost, other bytes.
 */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "cxbak/patch/user_patch.h"
#include "cxbak/util/mem.h"
#include "cxbak/write/write.h"
#include "cxbak/xml/xpatch.h"
#include "cxbak/zip/zwrite.h"

#include "backup_help.h"

#define DATABASE                                                               \
    "<PhoneSystem><header><version>20.0</version></header><Tenants><Tenant>"   \
    "<DN><Extension><Number>200</Number><FirstName>Martin</FirstName>"         \
    "<LastName>Alder</LastName></Extension><Extension><Number>201</Number>"    \
    "<FirstName>Ann</FirstName><LastName>Birch</LastName></Extension>"         \
    "<Queue><Number>800</Number></Queue></DN></Tenant></Tenants></"            \
    "PhoneSystem>"

/* What goes wrong. */
static enum fault {
    NO_FAULT,
    LOST_VALUE,     /* the patch of the value is not made */
    OTHER_VALUE,    /* another text is put there */
    MORE_VALUES,    /* and a value of somebody else */
    OTHER_FIELD,    /* and another value of the same user */
    BESIDE_VALUES,  /* and text that is no user's */
    USER_GONE,      /* a whole user is cut out */
    USER_RENAMED,   /* somebody else's extension is another */
    NO_XML,         /* what comes is not XML */
    TWO_PATCHES,    /* that overlap */
    LOST_MEMBER,    /* a picture is not written */
    MORE_MEMBERS,   /* a member is removed that was to stay */
    OTHER_MEMBER,   /* a picture comes, but another one */
    LONGER_MEMBER,  /* or with a byte more */
    SHORTER_MEMBER, /* or less */
    OTHER_BYTES,    /* a byte of a member's data is turned over at the end */
    INPUT_TOUCHED,  /* the old backup is changed while it is read */
    COMMENT_IN_IT,  /* a comment comes into the value */
    ELEMENT_MORE,   /* an element behind the value */
    MEMBER_MORE,    /* a member is added that nobody asked for */
    LOCAL_HEADER,   /* the time in the database's local header */
    CENTRAL_RECORD, /* attributes of a copied member */
    END_RECORD,     /* the archive's comment seems to be longer */
    LOST_PROPERTY,  /* the property that names a picture is not written */
} fault;

static struct help_backup help;

int __real_user_patch(const struct database *d, const struct edit *const *edits,
                      size_t n, struct xpatches *p, struct err *e);
int __wrap_user_patch(const struct database *d, const struct edit *const *edits,
                      size_t n, struct xpatches *p, struct err *e);
int __real_zwrite(struct zdir *z, const struct zedit *edits, size_t n,
                  const struct zwrite_options *q, struct sink *o,
                  struct err *e);
int __wrap_zwrite(struct zdir *z, const struct zedit *edits, size_t n,
                  const struct zwrite_options *q, struct sink *o,
                  struct err *e);

int __real_zreread(const struct zdir *z, const size_t *decode, size_t n,
                   const char *password, struct err *e);
int __wrap_zreread(const struct zdir *z, const size_t *decode, size_t n,
                   const char *password, struct err *e);

/* Put `text` in the place of the first `what` of the database. */
static void
replace(struct xpatches *p, const char *what, const char *text)
{
    const char *at = strstr(DATABASE, what);

    assert_non_null(at);
    xpatch_add(p, (uint64_t)(at - DATABASE), strlen(what), mem_dup(text),
               strlen(text));
}

int
__wrap_user_patch(const struct database *d, const struct edit *const *edits,
                  size_t n, struct xpatches *p, struct err *e)
{
    if (fault == OTHER_VALUE)
        replace(p, "Martin", "Noel");
    if (fault == LOST_VALUE || fault == OTHER_VALUE)
        return ST_OK;
    if (fault == MORE_VALUES)
        replace(p, "Ann", "Eve");
    else if (fault == OTHER_FIELD)
        replace(p, "Alder", "Elder");
    else if (fault == BESIDE_VALUES)
        replace(p, "800", "801");
    else if (fault == USER_RENAMED)
        replace(p, "201", "202");
    else if (fault == NO_XML)
        replace(p, "Birch", "<");
    else if (fault == TWO_PATCHES)
        replace(p, "<FirstName>Martin", "<FirstName>Noel");
    else if (fault == ELEMENT_MORE)
        replace(p, "</FirstName><LastName>Birch",
                "</FirstName><Backdoor/><LastName>Birch");
    else if (fault == USER_GONE)
        replace(p,
                "<Extension><Number>201</Number><FirstName>Ann</FirstName>"
                "<LastName>Birch</LastName></Extension>",
                "");
    if (fault == LOST_PROPERTY && edits[n - 1]->property != NULL)
        n--;
    if (__real_user_patch(d, edits, n, p, e) != ST_OK)
        return e->status;
    if (fault == COMMENT_IN_IT)
        xpatch_add(p, d->users[0].at->value[FIELD_FIRST].place.open_end, 0,
                   mem_dup("<!-- x -->"), 10);
    return ST_OK;
}

/* The bytes of a picture, not those that were asked for. */
static int
read_other(void *arg, void *p, size_t n, size_t *got, struct err *e)
{
    const char **text = arg;

    (void)e;
    *got = strnlen(*text, n);
    memcpy(p, *text, *got);
    *text += *got;
    return ST_OK;
}

/* Turn over a bit of what was written, `behind` the last place of `mark`; at
 * the very offset if it is empty. */
static void
turn_over(struct sink *o, const char *mark, size_t n, int behind)
{
    struct source written;
    struct err e = ERR_INIT;
    uint8_t all[4096], byte;
    size_t at = (size_t)o->size - n;

    assert_true(o->size < sizeof(all));
    assert_int_equal(sink_reread(o, &written, &e), ST_OK);
    assert_int_equal(source_read(&written, all, (size_t)o->size, 0, &e), ST_OK);
    while (n > 0 && memcmp(all + at, mark, n) != 0)
        assert_true(at-- > 0);
    at = (n > 0 ? at : 0) + (size_t)behind;
    byte = all[at] ^ 0x10;
    assert_int_equal(sink_change(o, &byte, 1, at, &e), ST_OK);
}

int
__wrap_zwrite(struct zdir *z, const struct zedit *edits, size_t n,
              const struct zwrite_options *q, struct sink *o, struct err *e)
{
    struct zedit changed[8];
    const char *text = fault == OTHER_MEMBER    ? "odd."
                       : fault == LONGER_MEMBER ? "new.."
                                                : "new";
    size_t i, count = 0;

    assert_true(n < 8);
    for (i = 0; i < n; i++) {
        bool picture =
            edits[i].op != ZEDIT_REMOVE &&
            (edits[i].op == ZEDIT_ADD || edits[i].member != help.backup->db);

        if (fault == LOST_MEMBER && picture)
            continue;
        changed[count] = edits[i];
        if ((fault == OTHER_MEMBER || fault == LONGER_MEMBER ||
             fault == SHORTER_MEMBER) &&
            picture) {
            changed[count].read = read_other;
            changed[count].arg = &text;
        }
        count++;
    }
    if (fault == MEMBER_MORE)
        changed[count++] = (struct zedit){.op = ZEDIT_ADD,
                                          .member = SIZE_MAX,
                                          .name = "more.txt",
                                          .read = read_other,
                                          .arg = &text};
    if (fault == MORE_MEMBERS)
        changed[count++] = (struct zedit){.op = ZEDIT_REMOVE,
                                          .member = zdir_find(z, "notes.txt")};
    if (__real_zwrite(z, changed, count, q, o, e) != ST_OK)
        return e->status;
    if (fault == OTHER_BYTES)
        /* In the middle of the new database, which is the first member. */
        turn_over(o, "", 0, 120);
    else if (fault == LOCAL_HEADER)
        turn_over(o, "", 0, 10);
    else if (fault == CENTRAL_RECORD)
        turn_over(o, "notes.txt", 9, 40 - 46);
    else if (fault == END_RECORD)
        turn_over(o, "PK\5\6", 4, 20);
    return ST_OK;
}

/* What the second reader is asked to decode, one bit for each member. */
static unsigned decoded;

int
__wrap_zreread(const struct zdir *z, const size_t *decode, size_t n,
               const char *password, struct err *e)
{
    size_t i;

    decoded = 0;
    for (i = 0; i < n; i++)
        decoded |= 1U << decode[i];
    return __real_zreread(z, decode, n, password, e);
}

/* Changes the old backup's time when the first bytes are written. */
static void
touch(void *arg, enum phase phase, uint64_t done, uint64_t all)
{
    struct timespec times[2] = {{1, 0}, {1, 0}};

    (void)arg;
    (void)phase;
    (void)done;
    (void)all;
    if (fault == INPUT_TOUCHED)
        assert_int_equal(futimens(help.fd, times), 0);
}

static const struct help_member members[] = {
    {"notes.txt", "stays as it is"},
    {"ProfilePictures/200.png", "old"},
};

/* What the summary of a write says. */
static void
check_counts(const struct write_result *r, bool value, enum zedit_op op)
{
    assert_int_equal(r->members, op == ZEDIT_ADD ? 4 : 3);
    assert_int_equal(r->members_written, value + (op == ZEDIT_REPLACE));
    assert_int_equal(r->members_added, op == ZEDIT_ADD);
    assert_int_equal(r->members_removed, 0);
    assert_int_equal(r->copied, op == ZEDIT_REPLACE ? 1 : 2);
    assert_int_equal(r->values, value);
    assert_int_equal(decoded, (value ? 1 : 0) | (op == ZEDIT_REPLACE ? 4
                                                 : op == ZEDIT_ADD   ? 8
                                                                     : 0));
}

/* A member that takes its attributes from no other has just what it needs:
 * APPNOTE 4.3.12, from the version that made it to the offset. */
static void
check_added(const char *path)
{
    static const uint8_t wanted[] = {'P', 'K', 1, 2, 20, 3, 20,   0,
                                     0,   0,   8, 0, 0,  0, 0x21, 0};
    static const uint8_t behind[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0x81};
    const struct backup_options options = {0};
    const struct zmember *m;
    struct err e = ERR_INIT;
    struct backup *b;

    assert_int_equal(backup_open(&b, path, &options, &e), ST_OK);
    m = zdir_member(b->zip, zdir_find(b->zip, "ProfilePictures/201.png"));
    assert_memory_equal(m->central, wanted, sizeof(wanted));
    assert_memory_equal(m->central + 30, behind, sizeof(behind));
    backup_free(b);
}

/* Write the backup with the edit of a name and, if asked, of a picture. */
static int
write_it(const char *path, bool value, enum zedit_op op, struct err *e)
{
    const struct observer watch = {.progress = touch};
    uint8_t data[] = "new.";
    const struct buf content = {.data = data, .len = 4};
    struct changes c = {0};
    struct write_result result;
    struct outfile_options output = {0};
    struct write_request q = {.changes = &c, .observer = &watch};

    help_open(&help, DATABASE, members, 2);
    if (value)
        change_add_exact(&c, 0, FIELD_FIRST, "Noelle");
    assert_int_equal(change_settle(&c, help.backup, NULL, e), ST_OK);
    if (op != ZEDIT_REMOVE) {
        c.members = mem_calloc(1, sizeof(*c.members));
        c.member_count = 1;
        *c.members = (struct member_edit){
            .op = op,
            .member = op == ZEDIT_ADD
                          ? SIZE_MAX
                          : zdir_find(help.backup->zip, members[1].name),
            .name = mem_dup("ProfilePictures/201.png"),
            .content = &content};
    }
    q.backup = help.backup;
    if (write_backup(&q, path, &output, &result, e) == ST_OK) {
        check_counts(&result, value, op);
        if (op == ZEDIT_ADD)
            check_added(path);
    }
    change_free(&c);
    help_close(&help);
    return e->status;
}

static char folder[] = "/tmp/cxbak-write-XXXXXX";

static void
try_fault(enum fault f, bool value, enum zedit_op op, const char *says)
{
    struct err e = ERR_INIT;
    char path[64];
    int status;

    snprintf(path, sizeof(path), "%s/new.zip", folder);
    fault = f;
    status = write_it(path, value, op, &e);
    fault = NO_FAULT;
    if (says == NULL) {
        if (status != ST_OK)
            fail_msg("fault %d: %s", f, e.msg);
        assert_int_equal(unlink(path), 0);
        return;
    }
    if (status != ST_SYSTEM && status != ST_BACKUP)
        fail_msg("fault %d: status %d", f, status);
    if (strstr(e.msg, says) == NULL)
        fail_msg("fault %d: \"%s\" lacks \"%s\"", f, e.msg, says);
    /* Neither the file nor a piece of one. */
    assert_int_equal(access(path, F_OK), -1);
    err_free(&e);
}

#define FAULT "reading back what was written failed: "

static void
values_that_are_not_as_wanted(void **state)
{
    (void)state;
    try_fault(NO_FAULT, true, ZEDIT_REMOVE, NULL);
    try_fault(LOST_VALUE, true, ZEDIT_REMOVE,
              FAULT "extension 200: First Name: it is not what was "
                    "wanted");
    try_fault(OTHER_VALUE, true, ZEDIT_REMOVE,
              FAULT "extension 200: First Name: it is not what was "
                    "wanted");
    try_fault(MORE_VALUES, true, ZEDIT_REMOVE,
              FAULT "extension 201: First Name: it was not to change");
    try_fault(OTHER_FIELD, true, ZEDIT_REMOVE,
              FAULT "extension 200: Last Name: it was not to change");
}

static void
a_database_that_differs_elsewhere(void **state)
{
    (void)state;
    try_fault(BESIDE_VALUES, true, ZEDIT_REMOVE,
              FAULT "differs outside of users' fields");
    try_fault(ELEMENT_MORE, true, ZEDIT_REMOVE,
              FAULT "differs outside of users' fields");
    try_fault(COMMENT_IN_IT, true, ZEDIT_REMOVE,
              FAULT "extension 200: First Name: more than text is in its "
                    "value");
    try_fault(USER_GONE, true, ZEDIT_REMOVE, FAULT "users came or went");
    try_fault(USER_RENAMED, true, ZEDIT_REMOVE, FAULT);
    try_fault(NO_XML, true, ZEDIT_REMOVE, "malformed XML");
    try_fault(TWO_PATCHES, true, ZEDIT_REMOVE, FAULT "two edits overlap");
}

static void
members_that_are_not_as_wanted(void **state)
{
    static const enum zedit_op ops[] = {ZEDIT_REPLACE, ZEDIT_ADD};
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        try_fault(NO_FAULT, false, ops[i], NULL);
        try_fault(NO_FAULT, true, ops[i], NULL);
        try_fault(MORE_MEMBERS, true, ops[i],
                  FAULT "file \"notes.txt\" removed");
        try_fault(MEMBER_MORE, true, ops[i], FAULT "file \"more.txt\" added");
        try_fault(OTHER_MEMBER, true, ops[i], "is not as it was wanted");
        try_fault(LONGER_MEMBER, true, ops[i], "too many");
        try_fault(SHORTER_MEMBER, true, ops[i], "is not as it was wanted");
    }
    try_fault(LOST_MEMBER, true, ZEDIT_ADD, "is not as it was wanted");
    try_fault(LOST_MEMBER, true, ZEDIT_REPLACE, "is not as it was wanted");
    try_fault(MORE_MEMBERS, true, ZEDIT_REMOVE,
              FAULT "file \"notes.txt\" removed");
}

static void
bytes_that_are_not_as_written(void **state)
{
    (void)state;
    try_fault(OTHER_BYTES, true, ZEDIT_REMOVE, "");
    try_fault(LOCAL_HEADER, true, ZEDIT_REMOVE,
              FAULT "file \"1Db.xml\" changed: the header before its data");
    try_fault(CENTRAL_RECORD, true, ZEDIT_REMOVE,
              FAULT "file \"notes.txt\" changed: data about it (");
    try_fault(END_RECORD, true, ZEDIT_REMOVE, "end record at offset");
}

static void
an_input_that_changes_meanwhile(void **state)
{
    (void)state;
    try_fault(INPUT_TOUCHED, true, ZEDIT_REMOVE,
              "was changed while it was read");
    try_fault(INPUT_TOUCHED, false, ZEDIT_ADD, "was changed while it was read");
}

#define NAMED                                                                  \
    "<PhoneSystem><header><version>18.0</version></header><Tenants><Tenant>"   \
    "<DN><Extension><Number>200</Number><Properties><DNProperty><Name>AVATAR"  \
    "</Name><Value>me.png</Value></DNProperty></Properties></Extension>"       \
    "<Extension><Number>201</Number><FirstName>Ann</FirstName></Extension>"    \
    "</DN></Tenant></Tenants></PhoneSystem>"

/* A picture that a property names: both must be there. */
static void
a_property_that_is_not_as_wanted(void **state)
{
    static const struct help_member me = {"ProfilePictures/me.png", "old"};
    static const enum fault faults[] = {NO_FAULT, LOST_PROPERTY};
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        struct outfile_options output = {0};
        struct changes c = {0};
        struct write_request q = {.changes = &c};
        struct write_result result;
        struct buf image = BUF_INIT;
        struct err e = ERR_INIT;
        char path[64];
        int status;

        snprintf(path, sizeof(path), "%s/new.zip", folder);
        help_open(&help, NAMED, &me, 1);
        buf_adds(&image, "new");
        change_set_picture(&c, 1, mem_dup("ProfilePictures/201.png"), &image);
        change_add_exact(&c, 1, FIELD_FIRST, "Eve");
        assert_int_equal(change_settle(&c, help.backup, &help.avatars, &e),
                         ST_OK);
        assert_int_equal(c.edit_count, 1);
        q.backup = help.backup;
        fault = faults[i];
        status = write_backup(&q, path, &output, &result, &e);
        fault = NO_FAULT;
        assert_int_equal(status, i == 0 ? ST_OK : ST_SYSTEM);
        if (i == 0)
            assert_int_equal(unlink(path), 0);
        else
            assert_non_null(strstr(e.msg, FAULT "extension 201: the property "
                                                "of the picture: it is not "
                                                "what was wanted"));
        assert_int_equal(access(path, F_OK), -1);
        err_free(&e);
        change_free(&c);
        help_close(&help);
    }
}

static int
make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

/* It is empty, or something was left behind. */
static int
remove_folder(void **state)
{
    (void)state;
    return rmdir(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_that_are_not_as_wanted),
        cmocka_unit_test(a_database_that_differs_elsewhere),
        cmocka_unit_test(members_that_are_not_as_wanted),
        cmocka_unit_test(a_property_that_is_not_as_wanted),
        cmocka_unit_test(bytes_that_are_not_as_written),
        cmocka_unit_test(an_input_that_changes_meanwhile),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
