#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "cxbak/rules/finding.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "people/condition_impl.h"

/* The internal groups of 3CX have names that begin so. */
#define INTERNAL "__"

/* What stands for a field in a condition on findings. */
#define FINDING "finding"

/* Bytes with a meaning of their own in a glob. */
#define GLOB_BYTES "*?[\\"

void
condition_no_field(const char *where, const char *name, struct err *e)
{
    const char *near = field_nearest(name);
    char *all;

    if (near != NULL) {
        err_set(e, ST_USAGE,
                "%s: there is no field \"%s\"; did you mean \"%s\"?", where,
                name, near);
        return;
    }
    all = field_names(NULL, NAMED_BY_WORD, "");
    err_set(e, ST_USAGE, "%s: there is no field \"%s\": %s", where, name, all);
    free(all);
}

/* The spelling in ASCII, or NULL if letters would be lost. */
static char *
plain_of(const char *s)
{
    bool lost = false;
    char *plain = text_ascii(s, &lost);

    if (!lost)
        return plain;
    free(plain);
    return NULL;
}

/* The same with a for a-umlaut, not ae, and so on. */
static char *
bare_of(const char *s)
{
    char *nfc = text_nfc(s), *bare;
    const char *at = nfc;
    struct buf b = BUF_INIT;
    uint32_t cp;

    while (*at != '\0') {
        at += text_next(at, &cp);
        switch (cp) {
        case 0xE4:
        case 0xC4:
            cp = 'a';
            break;
        case 0xF6:
        case 0xD6:
            cp = 'o';
            break;
        case 0xFC:
        case 0xDC:
            cp = 'u';
            break;
        default:
            break;
        }
        text_put(&b, cp);
    }
    bare = plain_of(buf_str(&b));
    buf_free(&b);
    free(nfc);
    return bare;
}

/* Take the operator at `s`; returns what stands behind it. */
static const char *
read_operator(struct condition *c, const char *s)
{
    c->negated = *s == '!';
    if (c->negated && s[1] == '~') {
        c->how = CONDITION_REGEX;
        return s + 2;
    }
    s += c->negated ? 2 : 1;
    if (c->negated)
        return s;
    if (*s == '~')
        c->how = CONDITION_REGEX;
    else if (*s == '=')
        c->how = CONDITION_EXACT;
    else
        return s;
    return s + 1;
}

/* Compile the expression, in a locale whose characters are UTF-8's. */
static int
make_regex(struct condition *c, const char *where, struct err *e)
{
    char why[200];
    locale_t before = (locale_t)0;
    int rc;

    c->utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    if (c->utf8 != (locale_t)0)
        before = uselocale(c->utf8);
    rc = regcomp(&c->regex, c->pattern, REG_EXTENDED | REG_NOSUB);
    if (c->utf8 != (locale_t)0)
        uselocale(before);
    c->regex_made = rc == 0;
    if (rc == 0)
        return ST_OK;
    regerror(rc, &c->regex, why, sizeof(why));
    err_set(e, ST_USAGE, "%s: this is no regular expression: %s", where, why);
    return err_hint(e, HINT_CONDITION, NULL);
}

/* A whole code must be one that there is. */
static int
check_code(const struct condition *c, const char *where, struct err *e)
{
    const char **codes, *near;
    size_t n = rule_count(), i;

    if (c->how == CONDITION_REGEX || *c->pattern == '\0' ||
        strpbrk(c->pattern, GLOB_BYTES) != NULL ||
        rule_find(c->pattern) != NULL)
        return ST_OK;
    codes = mem_array(NULL, n, sizeof(*codes));
    for (i = 0; i < n; i++)
        codes[i] = rule_at(i)->code;
    near = text_nearest(c->pattern, codes, n);
    free(codes);
    err_set(e, ST_USAGE, "%s: there is no code \"%s\"%s%s%s", where, c->pattern,
            near != NULL ? "; did you mean \"" : "", near != NULL ? near : "",
            near != NULL ? "\"?" : "");
    return err_hint(e, HINT_CONDITION, NULL);
}

/* What the name stands for; an error if it is nothing. */
static bool
read_name(struct condition *c, const char *name, const char *where,
          struct err *e)
{
    c->finding = strcasecmp(name, FINDING) == 0;
    if (c->finding || field_parse(name, &c->field))
        return true;
    condition_no_field(where, name, e);
    return false;
}

int
condition_parse(struct condition *c, const char *text, struct err *e)
{
    const char *at = strpbrk(text, "=!");
    char *name;
    bool known;

    memset(c, 0, sizeof(*c));
    if (at == NULL || (*at == '!' && at[1] != '=' && at[1] != '~')) {
        err_set(e, ST_USAGE, "%s: write FIELD=GLOB", text);
        return err_hint(e, HINT_CONDITION_FORM, NULL);
    }
    name = mem_ndup(text, (size_t)(at - text));
    known = read_name(c, name, text, e);
    free(name);
    if (!known)
        return err_hint(e, HINT_CONDITION, NULL);
    c->pattern = text_nfc(read_operator(c, at));
    c->internal = strncmp(c->pattern, INTERNAL, strlen(INTERNAL)) == 0;
    if (c->how == CONDITION_REGEX)
        return make_regex(c, text, e);
    if (c->how == CONDITION_GLOB) {
        c->plain = plain_of(c->pattern);
        c->bare = bare_of(c->pattern);
    }
    return c->finding ? check_code(c, text, e) : ST_OK;
}

/* Does the spelling of the pattern fit that of the value, which is freed? */
static bool
spelling_fits(const char *pattern, char *value)
{
    bool fits = pattern != NULL && value != NULL && text_glob(pattern, value);

    free(value);
    return fits;
}

/* Does the glob fit: as it is, with umlauts spelt out, or without them? */
static bool
glob_fits(const struct condition *c, const char *value)
{
    return text_glob(c->pattern, value) ||
           spelling_fits(c->plain, plain_of(value)) ||
           spelling_fits(c->bare, bare_of(value));
}

static bool
regex_fits(const struct condition *c, const char *value)
{
    locale_t before = (locale_t)0;
    bool fits;

    if (c->utf8 != (locale_t)0)
        before = uselocale(c->utf8);
    fits = regexec(&c->regex, value, 0, NULL, 0) == 0;
    if (c->utf8 != (locale_t)0)
        uselocale(before);
    return fits;
}

static bool
fits(const struct condition *c, const char *value)
{
    char *nfc;
    bool same;

    if (c->how == CONDITION_GLOB)
        return glob_fits(c, value);
    nfc = text_nfc(value);
    same = c->how == CONDITION_EXACT ? strcmp(c->pattern, nfc) == 0
                                     : regex_fits(c, nfc);
    free(nfc);
    return same;
}

/* Does one of the values fit?  None at all is an empty one. */
static bool
any_fits(const struct condition *c, const struct user_values *v)
{
    bool any = v->count == 0 && fits(c, "");
    size_t i;

    for (i = 0; i < v->count && !any; i++)
        any = fits(c, v->list[i]);
    return any;
}

bool
condition_holds(const struct condition *c, const struct backup *b,
                const struct avatars *a, const struct user_values *codes,
                size_t user)
{
    struct user_values v = {NULL, 0, 0};
    bool any;

    if (c->finding)
        return any_fits(c, &codes[user]) != c->negated;
    user_values_to_match(&v, b, a, user, c->field, c->internal);
    any = any_fits(c, &v);
    user_values_free(&v);
    return any != c->negated;
}

char *
condition_nearest(const struct condition *c, const struct backup *b,
                  const struct avatars *a)
{
    struct user_values v = {NULL, 0, 0};
    const char *near;
    char *copy;
    size_t i;

    if (c->finding || c->negated || c->how == CONDITION_REGEX ||
        *c->pattern == '\0' || strpbrk(c->pattern, GLOB_BYTES) != NULL)
        return NULL;
    for (i = 0; i < b->database->user_count; i++)
        user_values(&v, b, a, i, c->field);
    near = text_nearest(c->pattern, (const char *const *)v.list, v.count);
    copy = mem_dup(near);
    user_values_free(&v);
    return copy;
}

bool
condition_asks_for(const struct condition *c, const char *value)
{
    return fits(c, value);
}

void
condition_free(struct condition *c)
{
    free(c->pattern);
    free(c->plain);
    free(c->bare);
    if (c->regex_made)
        regfree(&c->regex);
    if (c->utf8 != (locale_t)0)
        freelocale(c->utf8);
    memset(c, 0, sizeof(*c));
}
