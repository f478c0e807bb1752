#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/fnv.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "leftover/leftover_impl.h"
#include "cxbak/rules/rules_text.h"

/* Characters that may stand between two words of one name: "Alder, M." */
#define GAP_MAX 3

/* Names longer than this are compared by no one; keeps a pass linear. */
#define KEY_MAX 200

/* Fewer letters are too often part of something else; a syllable or ideograph
 * of East Asia says as much as two letters. */
#define TELLING_MIN      3
#define TELLING_MIN_WIDE 2

/* Digits by which a phone number is known; fewer may be an extension. */
#define PHONE_MIN 6

/* Room for so many values at first, a power of two. */
#define SLOTS_MIN 64

/* A word: a run of letters, a run of digits, or one ideograph. */
struct word {
    size_t at;   /* in the words run together */
    bool breaks; /* it cannot belong to the word before */
};

struct words {
    struct buf text; /* the words run together */
    struct word *list;
    size_t count;
    size_t cap;
};

enum letters { LETTERS_NONE, LETTERS_LETTER, LETTERS_DIGIT, LETTERS_WIDE };

/* Scripts that are written without blanks between words. */
static bool
is_wide(uint32_t cp)
{
    return (cp >= 0x2E80 && cp <= 0x9FFF) || (cp >= 0xF900 && cp <= 0xFAFF) ||
           (cp >= 0x20000 && cp <= 0x3FFFF);
}

static enum letters
letters_of(uint32_t cp)
{
    if (cp < 0x80) {
        if ((cp >= 'a' && cp <= 'z') || (cp >= 'A' && cp <= 'Z'))
            return LETTERS_LETTER;
        return cp >= '0' && cp <= '9' ? LETTERS_DIGIT : LETTERS_NONE;
    }
    if (!rules_is_word(cp))
        return LETTERS_NONE;
    if (is_wide(cp))
        return LETTERS_WIDE;
    return rules_is_letter(cp) || rules_is_mark(cp) ? LETTERS_LETTER
                                                    : LETTERS_DIGIT;
}

/* May the character stand between the words of a name? */
static bool
is_gap(uint32_t cp)
{
    return cp == 0x2019 || cp == 0x2018 || cp == 0xB4 || cp == 0xB7 ||
           (cp > 0 && cp < 0x80 && strchr(" .,_-'()&+", (int)cp) != NULL);
}

/* Take the words out of text whose case is folded. */
static void
split(struct words *w, const char *text)
{
    struct rules_walk at = {.next = text};
    enum letters last = LETTERS_NONE;
    size_t gap = 0;
    bool breaks = true;

    w->count = 0;
    w->text.len = 0;
    for (;;) {
        const char *from = at.next;
        enum letters now;

        /* The usual case, without the way through Unicode's tables. */
        if ((unsigned char)*from < 0x80) {
            at.cp = (unsigned char)*from;
            at.next += at.cp != 0;
        } else if (!rules_step(&at)) {
            break;
        }
        if (at.cp == 0)
            break;
        now = letters_of(at.cp);
        if (now == LETTERS_NONE) {
            breaks |= !is_gap(at.cp) || ++gap > GAP_MAX;
            last = now;
            continue;
        }
        if (now != last || now == LETTERS_WIDE) {
            w->list = mem_grow(w->list, &w->cap, w->count, sizeof(*w->list));
            w->list[w->count++] = (struct word){w->text.len, breaks};
        }
        buf_add(&w->text, from, (size_t)(at.next - from));
        last = now;
        gap = 0;
        breaks = false;
    }
}

static void
free_words(struct words *w)
{
    buf_free(&w->text);
    free(w->list);
}

char *
old_name_key(const char *text)
{
    struct words w = {.text = BUF_INIT};
    char *folded = text_fold(text), *key = NULL;

    split(&w, folded);
    if (w.text.len > 0 && w.text.len <= KEY_MAX)
        key = mem_dup(buf_str(&w.text));
    free_words(&w);
    free(folded);
    return key;
}

char *
old_email_key(const char *text)
{
    char *trimmed = text_trim(text), *key = NULL;

    if (strchr(trimmed, '@') != NULL)
        key = text_fold(trimmed);
    free(trimmed);
    return key;
}

char *
old_phone_key(const char *text, bool prefix)
{
    size_t digits = 0;
    struct buf b = BUF_INIT;
    bool abroad;

    text += strspn(text, " \t");
    abroad = *text == '+' || strncmp(text, "00", 2) == 0;
    if (prefix && !abroad)
        return NULL;
    if (prefix)
        buf_adds(&b, "00");
    if (abroad)
        text += *text == '+' ? 1 : 2;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9')
            continue;
        buf_addc(&b, *text);
        digits++;
    }
    if (digits >= PHONE_MIN)
        return buf_steal(&b);
    buf_free(&b);
    return NULL;
}

bool
old_key_is_telling(const char *key)
{
    struct rules_walk at = {.next = key};
    size_t wide = 0;

    while (rules_step(&at))
        wide += is_wide(at.cp);
    return at.pos >= TELLING_MIN || wide >= TELLING_MIN_WIDE;
}

/* The slot of a key, or the free one where it goes; there always is one. */
static struct old_value **
slot_of(const struct old_table *t, uint64_t hash, const char *key, size_t n)
{
    size_t i = (size_t)hash & (t->size - 1);

    while (t->slots[i] != NULL &&
           (t->slots[i]->hash != hash || t->slots[i]->length != n ||
            memcmp(t->slots[i]->key, key, n) != 0))
        i = (i + 1) & (t->size - 1);
    return &t->slots[i];
}

/* At most half of the slots are taken. */
static void
grow(struct old_table *t)
{
    struct old_value **old = t->slots;
    size_t n = t->size, i;

    if (t->count * 2 < t->size)
        return;
    t->size = n > 0 ? n * 2 : SLOTS_MIN;
    t->slots = mem_calloc(t->size, sizeof(struct old_value *));
    for (i = 0; i < n; i++) {
        if (old[i] != NULL)
            *slot_of(t, old[i]->hash, old[i]->key, old[i]->length) = old[i];
    }
    free(old);
}

static size_t
count_chars(const char *s)
{
    struct rules_walk at = {.next = s};

    while (rules_step(&at))
        continue;
    return at.pos;
}

/* The kind of the first START bytes of a key: letters of either case are the
 * same. */
#define START 3

static size_t
start_of(const unsigned char *p)
{
    size_t n = (size_t)(p[0] & 31) << 10 | (size_t)(p[1] & 31) << 5 |
               (size_t)(p[2] & 31);

    return (n ^ n >> 9) % OLD_STARTS;
}

/* Note what the key of `n` bytes starts with. */
static void
add_start(struct old_table *t, const char *key, size_t n)
{
    size_t start;

    if (n < START) {
        t->any_start = true;
        return;
    }
    start = start_of((const unsigned char *)key);
    t->starts[start / 64] |= UINT64_C(1) << start % 64;
}

/* A value that is all zero, but for how it is shown. */
static struct old_value *
new_value(const char *shown)
{
    size_t n = strlen(shown) + 1;
    struct old_value *v = mem_calloc(1, sizeof(*v) + n);

    memcpy(v->shown, shown, n);
    return v;
}

/* There is room for the first one, which mostly is the only one. */
static void
add_owner(struct old_value *v, struct old_owner owner)
{
    if (v->count == 0) {
        v->owners = &v->alone;
        v->cap = 1;
    } else if (v->count == 1) {
        v->cap = 0;
        v->owners = mem_grow(NULL, &v->cap, 0, sizeof(*v->owners));
        v->owners[0] = v->alone;
    } else {
        v->owners = mem_grow(v->owners, &v->cap, v->count, sizeof(*v->owners));
    }
    v->owners[v->count++] = owner;
}

void
old_add(struct old_table *t, char *key, const char *shown, size_t user,
        enum old_kind kind)
{
    size_t n = key != NULL ? strlen(key) : 0, chars, i;
    struct old_value **slot, *v;
    uint64_t hash;

    if (n == 0) {
        free(key);
        return;
    }
    grow(t);
    hash = fnv_more(FNV_START, key, n);
    slot = slot_of(t, hash, key, n);
    if (*slot == NULL) {
        v = *slot = new_value(shown);
        v->key = key;
        v->hash = hash;
        v->length = n;
        t->count++;
        add_start(t, key, n);
        chars = count_chars(key);
        t->key_min = t->count == 1 || n < t->key_min ? n : t->key_min;
        t->key_max = n > t->key_max ? n : t->key_max;
        t->chars_max = chars > t->chars_max ? chars : t->chars_max;
    } else {
        v = *slot;
        free(key);
    }

    /* The values of one user are added together: see if it is there. */
    for (i = v->count; i > 0 && v->owners[i - 1].user == user; i--) {
        if (v->owners[i - 1].kind == kind)
            return;
    }
    t->kinds |= kind;
    add_owner(v, (struct old_owner){user, kind});
}

void
old_hold(struct old_table *t, char *key, enum old_kind kind)
{
    size_t n = key != NULL ? strlen(key) : 0;

    if (n > 0 && t->size > 0) {
        struct old_value *v = *slot_of(t, fnv_more(FNV_START, key, n), key, n);

        if (v != NULL)
            v->held |= kind;
    }
    free(key);
}

/* Put the five entities' characters in place of them: texts of properties are
 * often markup themselves. */
static void
unescape(char *s)
{
    static const struct {
        const char *name;
        char c;
    } entities[] = {
        {"&amp;", '&'},  {"&apos;", '\''}, {"&#39;", '\''},
        {"&quot;", '"'}, {"&lt;", '<'},    {"&gt;", '>'},
    };
    char *to = s;
    size_t i, n = 0;

    while (*s != '\0') {
        for (i = 0; *s == '&' && i < sizeof(entities) / sizeof(entities[0]);
             i++) {
            n = strlen(entities[i].name);
            if (strncmp(s, entities[i].name, n) == 0)
                break;
        }
        if (*s == '&' && i < sizeof(entities) / sizeof(entities[0])) {
            *to++ = entities[i].c;
            s += n;
        } else {
            *to++ = *s++;
        }
    }
    *to = '\0';
}

/* Can the byte stand in an address as people write them? */
static bool
in_address(char c)
{
    return (unsigned char)c >= 0x80 || (c >= 'a' && c <= 'z') ||
           (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("._+-'!#$%*^`{}~", c) != NULL);
}

/* Look up the address around each @, and take it out of the text. */
static void
search_addresses(const struct old_table *t, char *text, old_found_fn *found,
                 void *arg)
{
    char *at, *from, *to;

    for (at = strchr(text, '@'); at != NULL; at = strchr(to, '@')) {
        struct old_value *v = NULL;
        size_t n;

        for (from = at; from > text && in_address(from[-1]); from--)
            continue;
        for (to = at + 1; in_address(*to); to++)
            continue;

        /* The quotation mark or full stop around it is not part of it. */
        while (from < at && *from == '\'')
            from++;
        while (to > at + 1 && strchr(".'-", to[-1]) != NULL)
            to--;
        n = (size_t)(to - from);
        if (n <= t->key_max && t->size > 0)
            v = *slot_of(t, fnv_more(FNV_START, from, n), from, n);
        memset(from, '\n', n);
        if (v != NULL)
            found(arg, v);
    }
}

/* Is it certain that no value is in the text?  Most texts are a word or a
 * number, too short for any key; and addresses have an @, or in other letters
 * what becomes one when case is folded: U+FE6B, U+FF20. */
static bool
is_without(const struct old_table *t, const char *text)
{
    const char *p = text;

    if (t->kinds == OLD_EMAIL) {
        while (*p != '\0' && *p != '@' && *p != '\xef')
            p++;
        if (*p == '\0')
            return true;
    }
    return strlen(text) < t->key_min && text_is_ascii(text);
}

/* The letters and digits from `p` on run together: does any key start like
 * them?  `*end` says that there are too few for a key. */
static bool
starts_key(const struct old_table *t, const char *p, bool *end)
{
    unsigned char first[START];
    size_t n = 0, start;

    for (; *p != '\0' && n < START; p++) {
        if (letters_of((unsigned char)*p) != LETTERS_NONE)
            first[n++] = (unsigned char)*p;
    }
    *end = n < START;
    if (*end)
        return false;
    start = start_of(first);
    return t->starts[start / 64] >> start % 64 & 1;
}

/* Can a key begin at any word of the text?  Nearly always it cannot, which is
 * told without taking the text apart.  An address, an entity or other letters
 * may hide what is looked for. */
static bool
may_begin(const struct old_table *t, const char *text)
{
    enum letters last = LETTERS_NONE;
    bool end = false;

    if (t->any_start)
        return true;
    for (; *text != '\0'; text++) {
        enum letters now;

        if ((unsigned char)*text >= 0x80 || *text == '@' || *text == '&')
            return true;
        now = letters_of((unsigned char)*text);
        if (now != LETTERS_NONE && now != last && !end &&
            starts_key(t, text, &end))
            return true;
        last = now;
    }
    return false;
}

void
old_search(const struct old_table *t, const char *text, old_found_fn *found,
           void *arg)
{
    struct words w = {.text = BUF_INIT};
    char *folded;
    size_t i, k;

    if (t->count == 0 || is_without(t, text) || !may_begin(t, text))
        return;
    folded = text_fold(text);
    unescape(folded);
    search_addresses(t, folded, found, arg);
    split(&w, folded);
    for (i = 0; i < w.count; i++) {
        uint64_t hash = FNV_START;
        size_t from = w.list[i].at, done = from;

        /* All runs of words that begin here, as long as a key can be. */
        for (k = i; k < w.count && k - i < t->chars_max &&
                    (k == i || !w.list[k].breaks);
             k++) {
            size_t end = k + 1 < w.count ? w.list[k + 1].at : w.text.len;
            const char *p = (const char *)w.text.data;
            struct old_value *v;

            if (end - from > t->key_max)
                break;
            hash = fnv_more(hash, p + done, end - done);
            done = end;
            v = *slot_of(t, hash, p + from, end - from);
            if (v != NULL)
                found(arg, v);
        }
    }
    free_words(&w);
    free(folded);
}

void
old_free(struct old_table *t)
{
    size_t i;

    for (i = 0; i < t->size; i++) {
        if (t->slots[i] == NULL)
            continue;
        free(t->slots[i]->key);
        if (t->slots[i]->count > 1)
            free(t->slots[i]->owners);
        free(t->slots[i]);
    }
    free(t->slots);
    memset(t, 0, sizeof(*t));
}
