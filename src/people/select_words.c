/* Whom words name: extensions, ranges, files of them, names and addresses. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cxbak/util/io.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "people/select_impl.h"

/* The largest @file: a million extensions. */
#define LIST_MAX ((size_t)16 << 20)

bool
select_is_number(const char *s, size_t n)
{
    return n > 0 && strspn(s, "0123456789") >= n;
}

int
select_compare_digits(const char *a, const char *b)
{
    size_t n, m;

    a += strspn(a, "0");
    b += strspn(b, "0");
    n = strlen(a);
    m = strlen(b);
    return n != m ? (n > m) - (n < m) : strcmp(a, b);
}

/* Choose the users with that extension; there must be one. */
static int
choose_one(struct chooser *c, const char *number, struct err *e)
{
    const struct database *d = c->b->database;
    size_t count, at = database_position(d, number, &count);

    if (count == 0) {
        err_set(e, ST_REFUSED, "%s: there is no extension %s", c->b->path,
                number);
        return err_hint(e, HINT_WHO_IS_THERE, NULL);
    }
    if (count > 1 && c->q->one_each && c->q->taken != NULL)
        notes_add(c->q->taken,
                  "%zu users have the extension %s, and all of them are meant; "
                  "one of them is found by name",
                  count, number);
    while (count-- > 0)
        c->chosen[d->by_number[at + count]] = true;
    return ST_OK;
}

/* Choose the users from one extension to another.  They must have as many
 * digits as one of the two, so that 100-199 does not mean 0150. */
static int
choose_range(struct chooser *c, const char *from, const char *to, struct err *e)
{
    const struct database *d = c->b->database;
    size_t i;

    if (select_compare_digits(from, to) > 0)
        return err_set(e, ST_USAGE,
                       "the range %s-%s runs backwards; write %s-%s", from, to,
                       to, from);
    for (i = 0; i < d->user_count; i++) {
        const char *number = user_text(&d->users[i], FIELD_NUMBER);
        size_t n = strlen(number);

        if (select_is_number(number, n) && n >= strlen(from) &&
            n <= strlen(to) && select_compare_digits(number, from) >= 0 &&
            select_compare_digits(number, to) <= 0)
            c->chosen[i] = true;
    }
    return ST_OK;
}

/* The words are about nobody: say who is nearest. */
static int
nobody(struct chooser *c, const char *text, struct err *e)
{
    bool *near = mem_calloc(c->b->database->user_count, sizeof(*near));
    char *words;

    if (strpbrk(text, "*?") != NULL) {
        err_set(e, ST_REFUSED,
                "%s: nobody is called \"%s\", and a pattern is not a name",
                c->b->path, text);
        err_hint(e, HINT_PATTERN, NULL);
    } else if (people_nearest(c->people, text, near) > 0) {
        words = people_words(c->people, near);
        err_set(e, ST_REFUSED, "%s: nobody is called \"%s\"; did you mean %s?",
                c->b->path, text, words);
        free(words);
    } else {
        err_set(e, ST_REFUSED, "%s: nobody is called \"%s\"", c->b->path, text);
        err_hint(e, HINT_WHO_IS_THERE, NULL);
    }
    free(near);
    return e->status;
}

/* Take those whom a name or an address found; of a change that is one. */
static int
take_found(struct chooser *c, const char *text, const bool *fits, size_t count,
           struct err *e)
{
    size_t i;
    char *words;

    if (c->q->one_each && count > 1) {
        words = people_words(c->people, fits);
        err_set(e, ST_REFUSED,
                "%s: \"%s\" fits %s; say who is meant by the extension",
                c->b->path, text, words);
        free(words);
        return e->status;
    }
    if (c->q->one_each && c->q->taken != NULL) {
        words = people_words(c->people, fits);
        notes_add(c->q->taken, "\"%s\" is %s", text, words);
        free(words);
    }
    for (i = 0; i < c->b->database->user_count; i++)
        c->chosen[i] = c->chosen[i] || fits[i];
    return ST_OK;
}

/* Choose whom a name or an address means. */
static int
choose_person(struct chooser *c, const char *text, struct err *e)
{
    size_t n = c->b->database->user_count, count;
    bool *fits;

    /* Odd files have extensions that are no numbers. */
    if (database_find(c->b->database, text, NULL) != SIZE_MAX)
        return choose_one(c, text, e);
    fits = mem_calloc(n, sizeof(*fits));
    if (c->people == NULL)
        c->people = people_new(c->b->database);
    count = people_find(c->people, text,
                        c->q->one_each ? PEOPLE_WHOLE : PEOPLE_BEGIN, fits);
    if (count == 0)
        nobody(c, text, e);
    else
        take_found(c, text, fits, count, e);
    free(fits);
    return e->status;
}

/* An extension, or two with a dash between? */
static bool
is_range(const char *item)
{
    size_t n = strspn(item, "0123456789");

    if (n == 0 || item[n] == '\0')
        return n > 0;
    return item[n] == '-' &&
           select_is_number(item + n + 1, strlen(item + n + 1));
}

/* Choose what one item says: an extension, a range, or a person. */
static int
choose_item(struct chooser *c, const char *item, struct err *e)
{
    const char *dash = strchr(item, '-');
    char *from;

    if (is_range(item) && dash == NULL)
        return choose_one(c, item, e);
    if (is_range(item)) {
        from = mem_ndup(item, (size_t)(dash - item));
        choose_range(c, from, dash + 1, e);
        free(from);
        return e->status;
    }
    if (item[strspn(item, "0123456789-,; ")] != '\0')
        return choose_person(c, item, e);
    err_set(e, ST_USAGE, "\"%s\" selects nothing", item);
    return err_hint(e, HINT_SELECT, NULL);
}

static int choose_list(struct chooser *c, const char *list, struct err *e);

/* Is the line what a table of extensions has for a heading? */
static bool
is_heading(const char *line)
{
    char *text = text_trim(line);
    enum field f;
    bool is = field_parse(text, &f) && f == FIELD_NUMBER;

    free(text);
    return is;
}

/* The byte order mark that some editors put in front of UTF-8. */
#define MARK "\xEF\xBB\xBF"

/* Choose what a file lists, one or several to a line; # begins a comment, and
 * a heading on the first line is none of it. */
static int
choose_file(struct chooser *c, const char *path, struct err *e)
{
    struct buf b = BUF_INIT;
    bool stream = strcmp(path, "-") == 0;
    char *line, *next;
    size_t n = 0;

    if (stream)
        path = "standard input";
    if ((stream ? io_drain(&b, STDIN_FILENO, path, c->q->inputs, LIST_MAX,
                           ST_REFUSED, e)
                : io_slurp(&b, path, c->q->inputs, LIST_MAX, ST_REFUSED, e)) !=
        ST_OK)
        goto done;
    buf_addc(&b, '\n');
    line = (char *)b.data;
    if (strncmp(line, MARK, sizeof(MARK) - 1) == 0)
        line += sizeof(MARK) - 1;
    for (; *line != '\0'; line = next) {
        next = line + strcspn(line, "\n");
        *next++ = '\0';
        n++;
        line[strcspn(line, "#")] = '\0';
        if (n == 1 && is_heading(line))
            continue;
        if (choose_list(c, line, e) != ST_OK) {
            err_prefix(e, "%s:%zu: ", path, n);
            if (e->status == ST_USAGE)
                e->status = ST_REFUSED;
            break;
        }
    }
done:
    buf_free(&b);
    return e->status;
}

/* The end of the item at `s`: a semicolon, tab or comma; but the comma of
 * "Alder, Martin" does not end one. */
static size_t
item_length(const char *s)
{
    size_t n = strcspn(s, ",;\t");

    while (s[n] == ',' && s[n + 1] == ' ' && !select_is_number(s, 1) &&
           !select_is_number(s + n + 1 + strspn(s + n + 1, " "), 1))
        n += 1 + strcspn(s + n + 1, ",;\t");
    return n;
}

/* Choose the blank-separated items of a text if all are numbers and ranges;
 * else the text is a name. */
static int
choose_words(struct chooser *c, const char *text, struct err *e)
{
    char *copy = mem_dup(text), *save = NULL, *item;
    bool all = true;

    for (item = strtok_r(copy, " ", &save); item != NULL;
         item = strtok_r(NULL, " ", &save))
        all = all && is_range(item);
    if (!all) {
        free(copy);
        return choose_item(c, text, e);
    }
    strcpy(copy, text);
    for (item = strtok_r(copy, " ", &save); item != NULL;
         item = strtok_r(NULL, " ", &save)) {
        if (choose_item(c, item, e) != ST_OK)
            break;
    }
    free(copy);
    return e->status;
}

/* Choose the items of a list. */
static int
choose_list(struct chooser *c, const char *list, struct err *e)
{
    while (*list != '\0' && e->status == ST_OK) {
        size_t n = item_length(list);
        char *item = mem_ndup(list, n), *trimmed = text_trim(item);

        if (*trimmed != '\0')
            choose_words(c, trimmed, e);
        free(trimmed);
        free(item);
        list += n + (list[n] != '\0');
    }
    return e->status;
}

/* Choose what a word of the request says. */
static int
choose_word(struct chooser *c, const char *word, struct err *e)
{
    if (word[0] == '@')
        return choose_file(c, word + 1, e);
    if (!text_valid(word, strlen(word), NULL))
        return err_set(e, ST_USAGE, "the selection is not UTF-8 text");
    if (word[strspn(word, ", ;\t")] == '\0')
        return choose_item(c, word, e);
    return choose_list(c, word, e);
}

int
select_except(struct chooser *c, struct err *e)
{
    size_t n = c->b->database->user_count, i;
    bool *chosen = c->chosen;

    c->chosen = mem_calloc(n, sizeof(bool));
    for (i = 0; i < c->q->except_count && e->status == ST_OK; i++)
        choose_word(c, c->q->except[i], e);
    for (i = 0; i < n; i++)
        chosen[i] = chosen[i] && !c->chosen[i];
    free(c->chosen);
    c->chosen = chosen;
    return e->status;
}

int
select_words(struct chooser *c, struct err *e)
{
    size_t i;

    for (i = 0; i < c->q->word_count && e->status == ST_OK; i++)
        choose_word(c, c->q->words[i], e);
    return e->status;
}
