/*
 * What a look shows to be plain, the rules find nothing in: random values of
 * the pieces that rules are about, judged both ways.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cxbak/util/buf.h"
#include "rules/rules_impl.h"

/* Values of each kind. */
#define VALUES 60000

/* Plain ones among them, at least: else the test shows nothing. */
#define PLAIN_MIN 200

typedef bool plain_fn(const char *value);
typedef void full_fn(const struct rules_at *at, const char *value);

static const char *const name_pieces[] = {
    "Ana", "van der", "O", "'",    "-",    ".",  " ",
    "  ",  "x",       "7", "Berg", "?",    "#",  "&",
    ";",   ",",       "ü", "\"",   "#N/A", "\t", "abcdefghijklmnopqrstuvwxyz"};

static const char *const email_pieces[] = {
    "jane",
    ".",
    "-",
    "_",
    "+",
    "@",
    "@example.com",
    "@gmail.com",
    "com",
    "@gmial.co",
    "xn--",
    "12",
    ".con",
    ".com",
    "@hotmail.cm",
    ".de",
    "ü",
    " ",
    "'",
    "\"",
    "mailto:",
    "@a-b.",
    ".c0",
    ",",
    "[1.2",
    ".7",
    "@x--y",
    "@outlok.de",
    "@mail.com",
    "@b.cd",
    "abcdefghijklmnopqrstuvwxyz0123456789"};

static const char *const phone_pieces[] = {"+", "0",  "00", "1",   "49",  "555",
                                           "0", "12", "9",  "345", "(0)", "-",
                                           " ", "E+", ".0", "#",   "x"};

static struct {
    const char *name;
    const char *const *pieces;
    size_t count;
    enum field field;
    plain_fn *plain;
    full_fn *full;
} kinds[] = {
    {"name", name_pieces, sizeof(name_pieces) / sizeof(*name_pieces),
     FIELD_FIRST, rules_plain_name, rules_name},
    {"email", email_pieces, sizeof(email_pieces) / sizeof(*email_pieces),
     FIELD_EMAIL, rules_plain_email, rules_email},
    {"phone", phone_pieces, sizeof(phone_pieces) / sizeof(*phone_pieces),
     FIELD_MOBILE, rules_plain_phone, rules_phone},
};

static size_t
pick(size_t n)
{
    return (size_t)rand() % n;
}

/* Is it plain, and if so, do the rules find nothing? */
static bool
agrees(size_t k, const char *value)
{
    struct findings f = FINDINGS_INIT;
    struct rules_at at = {&f, "200", kinds[k].field};
    bool plain = kinds[k].plain(value);

    kinds[k].full(&at, value);
    if (plain && f.count > 0)
        fail_msg("%s \"%s\" is plain, but: %s", kinds[k].name, value,
                 f.list[0].message);
    findings_free(&f);
    return plain;
}

static void
random_values(void **state)
{
    unsigned seed = (unsigned)time(NULL);
    size_t k, i, j, n;

    (void)state;
    print_message("seed %u\n", seed);
    srand(seed);
    for (k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
        size_t plain = 0;

        for (i = 0; i < VALUES; i++) {
            struct buf b = BUF_INIT;

            n = 1 + pick(6);
            for (j = 0; j < n; j++)
                buf_adds(&b, kinds[k].pieces[pick(kinds[k].count)]);
            plain += agrees(k, buf_str(&b));
            buf_free(&b);
        }
        if (plain < PLAIN_MIN)
            fail_msg("only %zu values of %s were plain", plain, kinds[k].name);
    }
}

/* What most users have is plain, and limits are not. */
static void
known_values(void **state)
{
    char label[80], value[200];

    (void)state;
    assert_true(agrees(0, "Anna Maria"));
    assert_true(agrees(0, "O'Brien-Smith Jr."));
    assert_false(agrees(0, " Anna"));
    assert_false(agrees(0, "Anna "));
    assert_true(agrees(1, "user200@example.com"));
    assert_true(agrees(1, "a.b_c-d+e@mail.example.co"));
    assert_false(agrees(1, "a..b@example.com"));
    assert_false(agrees(1, "a@example"));
    assert_false(agrees(1, "a@gmial.com"));
    assert_false(agrees(1, "a@-example.com"));
    assert_false(agrees(1, "a@xn--a.com"));
    assert_true(agrees(2, "+15550100200"));
    assert_true(agrees(2, "15550100200"));
    assert_false(agrees(2, "+05550100200"));
    assert_false(agrees(2, "+1555"));
    memset(label, 'a', 64);
    label[64] = '\0';
    snprintf(value, sizeof(value), "x@%s.com", label);
    assert_false(agrees(1, value));
    snprintf(value, sizeof(value), "%sb@example.com", label);
    assert_false(agrees(1, value));
    assert_false(agrees(0, label));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_values),
        cmocka_unit_test(known_values),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
