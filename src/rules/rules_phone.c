/*
 * Mobile numbers and caller IDs: digits, with a + in front for international
 * ones.  A + counts as first if only blanks and punctuation stand before it,
 * as in "(+49) 151".
 */
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "rules/rules_impl.h"

/* E.164: an international number has up to 15 digits. */
#define E164_MAX 15

/* The shortest ones with country code: islands with four-digit numbers. */
#define E164_MIN 7

/* Digits to dial before a number without +: 011, or a digit for the outside
 * line and 00. */
#define PREFIX_MAX 3

/* A whole number of so many digits with ".0" behind is no punctuation. */
#define SPREADSHEET_DIGITS 7

/* What a walk over the number found. */
struct phone {
    struct buf plain; /* + and digits, as the number should be written */
    size_t digits;
    bool plus;        /* in front */
    bool plus_later;  /* anywhere else */
    bool plus_inside; /* behind a digit */
    size_t plus_count;
    size_t plus_at; /* how many digits stand before the last + */
    bool punctuation;
    bool trunk_zero;
    bool trunk_bracket; /* it is (0), and left out of `plain` */
    uint32_t bad;       /* the first character that is none of these, or 0 */
    size_t bad_pos;
};

static size_t
span_digits(const char *s)
{
    return strspn(s, "0123456789");
}

/* 1.8E+10, 1,81233E+10, 4915155501.0, or ### of a narrow column? */
static bool
is_spreadsheet_number(const char *s)
{
    size_t n = span_digits(s), fraction = 0;

    if (*s == '#' && s[strspn(s, "#")] == '\0')
        return true;
    if (n == 0)
        return false;
    s += n;
    if (*s == '.' || *s == ',') {
        fraction = span_digits(++s);
        s += fraction;
    }
    if (*s == '\0')
        return n >= SPREADSHEET_DIGITS && fraction == 1 && s[-1] == '0';
    if (*s != 'E' && *s != 'e')
        return false;
    s++;
    s += *s == '+' || *s == '-';
    n = span_digits(s);
    return n > 0 && s[n] == '\0';
}

static bool
is_punctuation(uint32_t cp)
{
    return rules_is_blank(cp) || (cp >= 0x2010 && cp <= 0x2015) ||
           cp == 0x2212 || (cp < 0x80 && strchr("-./()", (int)cp) != NULL);
}

static void
take_char(struct phone *p, const struct rules_walk *w)
{
    if (w->cp >= '0' && w->cp <= '9') {
        p->trunk_zero |= w->cp == '0' && p->digits == 0 && p->plus;
        buf_addc(&p->plain, (char)w->cp);
        p->digits++;
    } else if (w->cp == '+') {
        if (p->digits == 0 && !p->plus)
            buf_addc(&p->plain, '+');
        else
            p->plus_later = true;
        p->plus_inside |= p->digits > 0;
        p->plus_count++;
        p->plus_at = p->digits;
        p->plus = p->plus || p->digits == 0;
    } else if (is_punctuation(w->cp)) {
        p->punctuation = true;
    } else if (p->bad == 0) {
        p->bad = w->cp;
        p->bad_pos = w->pos;
    }
}

static void
look(const char *value, struct phone *p)
{
    struct rules_walk w = {.next = value};

    while (rules_step(&w)) {
        /* The domestic zero in an international number is not dialled. */
        if (p->plus && p->digits > 0 && w.cp == '(' &&
            strncmp(w.next, "0)", 2) == 0) {
            p->trunk_zero = true;
            p->trunk_bracket = true;
            p->punctuation = true;
            w.next += 2;
            w.pos += 2;
            continue;
        }
        take_char(p, &w);
    }
}

/* Several + in front are one; one right behind all digits, or behind the 00
 * that stands for it, belongs there. */
static void
put_plus_right(struct finding *f, const struct phone *p)
{
    const char *digits = buf_str(&p->plain);

    if (!p->plus_inside)
        finding_suggest(f, mem_dup(digits), false);
    else if (!p->plus && p->plus_count == 1 && p->plus_at == p->digits)
        finding_suggest(f, mem_printf("+%s", digits), true);
    else if (!p->plus && p->plus_count == 1 && p->plus_at == 2 &&
             strncmp(digits, "00", 2) == 0)
        finding_suggest(f, mem_printf("+%s", digits + 2), true);
}

/* What makes it no number at all; false if something does. */
static bool
check_syntax(const struct rules_at *at, const char *q, const struct phone *p)
{
    struct finding *f;
    char *name;

    if (p->bad != 0) {
        name = rules_name_char(p->bad);
        f = rules_add(at, "phone-syntax",
                      "%s has %s at position %zu, which cannot be dialled", q,
                      name, p->bad_pos);
        free(name);
    } else if (p->digits == 0) {
        f = rules_add(at, "phone-syntax", "%s has no digit", q);
    } else if (p->plus_later) {
        f = rules_add(at, "phone-plus",
                      "%s has a + that is not in front; is it two numbers?", q);
        put_plus_right(f, p);
    } else {
        return true;
    }

    /* Some trunks take words or lists as caller ID. */
    if (at->field == FIELD_CALLERID)
        f->severity = SEVERITY_WARNING;
    return false;
}

static void
check_length(const struct rules_at *at, const char *q, const struct phone *p)
{
    size_t most = p->plus ? E164_MAX : E164_MAX + PREFIX_MAX;
    struct finding *f;

    if (p->digits > most) {
        f = rules_add(at, "phone-length",
                      "%s has %zu digits; a telephone number has at most %zu",
                      q, p->digits, most);
        if (p->plus)
            f->severity = SEVERITY_ERROR;
    } else if (p->plus && p->digits < E164_MIN) {
        rules_add(
            at, "phone-length",
            "%s has %zu digit%s; with country code it should have %d or more",
            q, p->digits, p->digits == 1 ? "" : "s", E164_MIN);
    }
}

static void
check_number(const struct rules_at *at, const char *q, const char *value)
{
    struct phone p = {.plain = BUF_INIT};
    struct finding *f;

    look(value, &p);
    if (check_syntax(at, q, &p)) {
        check_length(at, q, &p);
        if (p.trunk_zero) {
            f = rules_add(at, "phone-trunk-zero",
                          "%s has a 0 behind the + or the country code, which "
                          "is for calls inside the country only",
                          q);
            if (p.trunk_bracket) /* there may be another one behind the + */
                finding_suggest(f, mem_dup(buf_str(&p.plain)),
                                p.plain.data[1] == '0');
        }
        if (p.punctuation && p.digits <= E164_MAX + PREFIX_MAX) {
            f = rules_add(at, "phone-separator",
                          "%s has blanks or punctuation; write %s", q,
                          buf_str(&p.plain));
            finding_suggest(f, mem_dup(buf_str(&p.plain)), p.digits > E164_MAX);
        }
    }
    buf_free(&p.plain);
}

void
rules_phone(const struct rules_at *at, const char *value)
{
    struct finding *f;
    size_t n;
    char *q;

    if (!rules_check_utf8(at, "phone-syntax", value) ||
        !rules_check_control(at, "phone-syntax", value))
        return;
    q = rules_quote(value);
    if (is_spreadsheet_number(value)) {
        f = rules_add(
            at, "phone-spreadsheet",
            "%s is what a spreadsheet makes of a long number; digits are lost",
            q);

        /* Of 4915155501.0 only a + or a zero in front may be missing. */
        n = span_digits(value);
        if (n > 0 && strspn(value + n, ".,0") == strlen(value + n))
            finding_suggest(f, mem_ndup(value, n), true);
    } else {
        check_number(at, q, value);
    }
    free(q);
}
