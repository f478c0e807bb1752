#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/report/jsonout.h"
#include "cxbak/table/csv.h"
#include "cxbak/util/human.h"
#include "cxbak/util/mem.h"
#include "cxbak/util/text.h"
#include "cli/photo_report.h"
#include "cli/say.h"
#include "cli/std_streams.h"
#include "cli/voice.h"

/* Lines of one kind that are printed; more are counted. */
#define LINES_SHOWN 20

static const struct user *
user_of(const struct session *s, const struct photo_match *r, size_t i)
{
    return &s->job.backup->database->users[r->users[i]];
}

/* "200 Martin Alder, 250 Martin Alder" */
static char *
users_words(const struct session *s, const struct photo_match *r)
{
    struct human_list list = {.max = SIZE_MAX, .plain = true};
    size_t i;

    for (i = 0; i < r->count; i++) {
        char *who = user_words(user_of(s, r, i));

        human_list_add(&list, who);
        free(who);
    }
    return human_list_end(&list);
}

/* Why the picture is given to nobody, or NULL; newly made. */
static char *
message_of(const struct session *s, const struct photos *p,
           const struct photo *x)
{
    char *who, *text = NULL;

    if (x->match.count == 0)
        return mem_dup("fits nobody");
    who = users_words(s, &x->match);
    if (x->match.count > 1)
        text = mem_printf("ambiguous: %s; name the file by the extension", who);
    else if (x->rival != SIZE_MAX)
        text = mem_printf("ambiguous: %s is for %s too", p->list[x->rival].path,
                          who);
    else if (x->why != NULL)
        text = mem_dup(x->why);
    free(who);
    return text;
}

/* "photos/may-scott.jpg -> 110 Scott May, by name", on standard output or as a
 * detail. */
static void
say_matched(const struct session *s, const struct photo *x, bool print)
{
    char *who = users_words(s, &x->match);
    struct buf b = BUF_INIT;

    if (print) {
        text_escape(&b, x->path);
        buf_adds(&b, " -> ");
        text_escape(&b, who);
        printf("%s, by %s\n", buf_str(&b), x->match.rule);
    } else {
        say_detail("%s -> %s, by %s", x->path, who, x->match.rule);
    }
    buf_free(&b);
    free(who);
}

/* Say what becomes of the pictures that nobody gets. */
static void
say_fate(const struct session *s, const struct photos *p, enum photo_fate fate)
{
    bool all = say_get_level() == SAY_VERBOSE;
    size_t shown = 0, i;

    for (i = 0; i < p->count; i++) {
        char *why;

        if (photo_fate(&p->list[i]) != fate || (shown++ >= LINES_SHOWN && !all))
            continue;
        why = message_of(s, p, &p->list[i]);
        say_warning("%s: %s", p->list[i].path, why);
        free(why);
    }
    if (shown > LINES_SHOWN && !all)
        say_warning("... and %zu more%s", shown - LINES_SHOWN,
                    voice("; -v shows all", ""));
}

/* Say what is no picture, and where was not looked. */
static void
say_others(const struct photos *p)
{
    char n[HUMAN_ROOM];
    size_t i;

    for (i = 0; i < p->left_out.count; i++)
        say_warning("%s; it is left out", p->left_out.list[i]);
    for (i = 0; i < p->ignored.count; i++)
        say_detail("%s: no picture; it is ignored", p->ignored.list[i]);
    if (p->folders.count > 0) {
        struct human_list list = {.max = LINES_SHOWN, .plain = true};
        char *names;

        for (i = 0; i < p->folders.count; i++)
            human_list_add(&list, p->folders.list[i]);
        names = human_list_end(&list);
        say_warning("%s not looked into%s: %s",
                    human_things(n, p->folders.count, "folder"),
                    p->recursive ? " (links are not followed)"
                                 : voice("; --recursive does", ""),
                    names);
        free(names);
    }
}

void
photo_report_found(const struct session *s, const struct photos *p)
{
    char n[HUMAN_ROOM], m[HUMAN_ROOM];
    size_t count[PHOTO_FATES] = {0}, by[PHOTO_MATCH_COUNT] = {0}, i;
    bool print =
        !args_flag(s->args, "json") && args_value(s->args, "output") == NULL;

    for (i = 0; i < p->count; i++) {
        enum photo_fate f = photo_fate(&p->list[i]);

        count[f]++;
        if (f != PHOTO_MATCHED)
            continue;
        by[p->list[i].match.by]++;
        say_matched(s, &p->list[i], print);
    }
    streams_flush();
    if (voice_page())
        say_note("%s: %zu for one person each, %zu for nobody, %zu for "
                 "several or twice; %s ignored",
                 human_things(n, p->count, "picture"), count[PHOTO_MATCHED],
                 count[PHOTO_UNMATCHED], count[PHOTO_AMBIGUOUS],
                 human_things(m, p->ignored.count, "other file"));
    else
        say_note(
            "%s: %s: %zu matched (%zu by number, %zu by email, %zu by name), "
            "%zu ambiguous, %zu unmatched; %s ignored",
            p->folder, human_things(n, p->count, "picture"),
            count[PHOTO_MATCHED], by[PHOTO_MATCH_NUMBER], by[PHOTO_MATCH_EMAIL],
            by[PHOTO_MATCH_NAME], count[PHOTO_AMBIGUOUS],
            count[PHOTO_UNMATCHED],
            human_things(m, p->ignored.count, "other file"));
    say_others(p);
    say_fate(s, p, PHOTO_AMBIGUOUS);
    say_fate(s, p, PHOTO_UNMATCHED);
    if (count[PHOTO_AMBIGUOUS] + count[PHOTO_UNMATCHED] > 0)
        say_note("Whose these are can be said %s",
                 voice("in the column Avatar of a table of users: `cxbak help "
                       "import`",
                       "by their names: the extension, the address, or first "
                       "and last name; or on the screen of each person"));
}

size_t
photo_report_unusable(const struct photos *p)
{
    bool all = say_get_level() == SAY_VERBOSE;
    size_t bad = 0, i;

    for (i = 0; i < p->count; i++) {
        if (photo_fate(&p->list[i]) == PHOTO_UNUSABLE &&
            (bad++ < LINES_SHOWN || all))
            say_warning("%s; it is left out", p->list[i].why);
    }
    if (bad > LINES_SHOWN && !all)
        say_warning("... and %zu more%s", bad - LINES_SHOWN,
                    voice("; -v shows all", ""));
    return bad;
}

/* ---- For programs ---- */

static struct json_t *
photo_json(const struct session *s, const struct photos *p,
           const struct photo *x)
{
    struct json_t *one = jsonout_object(), *users = jsonout_array();
    bool any = x->match.count > 0;
    char *why = message_of(s, p, x);
    size_t i;

    for (i = 0; i < x->match.count; i++) {
        const struct user *u = user_of(s, &x->match, i);
        struct json_t *who = jsonout_object();
        char *name = user_name(u);

        jsonout_set_string(who, "Number", user_text(u, FIELD_NUMBER));
        jsonout_set_string(who, "Name", name);
        jsonout_append(users, who);
        free(name);
    }
    jsonout_set_string(one, "File", x->path);
    jsonout_set_string(one, "Result", photo_fate_name(photo_fate(x)));
    jsonout_set(one, "Users", users);
    jsonout_set_string(one, "By", any ? photo_match_name(x->match.by) : NULL);
    jsonout_set_string(one, "Rule", any ? x->match.rule : NULL);
    jsonout_set_string(one, "Message", why);
    free(why);
    return one;
}

struct json_t *
photo_report_json(const struct session *s, const struct photos *p)
{
    struct json_t *list = jsonout_array(), *all = jsonout_object();
    size_t i;

    for (i = 0; i < p->count; i++)
        jsonout_append(list, photo_json(s, p, &p->list[i]));
    jsonout_set(all, "Files", list);
    return all;
}

/* Valid UTF-8 of the name of a file, with what is not valid escaped. */
static char *
plain(const char *path)
{
    struct buf b = BUF_INIT;

    text_escape(&b, path);
    return b.len > 0 ? buf_steal(&b) : mem_dup("");
}

static void
photo_row(const struct session *s, const struct photos *p,
          const struct photo *x, const struct csv_style *style, struct buf *out)
{
    const struct user *u =
        x->match.count == 1 ? user_of(s, &x->match, 0) : NULL;
    char *name = u != NULL ? user_name(u) : NULL, *file = plain(x->path);
    char *said = message_of(s, p, x);
    char *why = said != NULL ? plain(said) : NULL;
    const char *const cells[] = {
        file,
        photo_fate_name(photo_fate(x)),
        u != NULL ? user_text(u, FIELD_NUMBER) : "",
        name,
        x->match.count > 0 ? x->match.rule : "",
        why,
    };

    csv_write_row(out, style, cells, sizeof(cells) / sizeof(cells[0]));
    free(said);
    free(why);
    free(file);
    free(name);
}

void
photo_report_csv(const struct session *s, const struct photos *p,
                 struct buf *out)
{
    static const char *const header[] = {"File", "Result", "Number",
                                         "Name", "Rule",   "Message"};
    static const struct csv_style style = {.delimiter = ','};
    size_t i;

    csv_write_row(out, &style, header, sizeof(header) / sizeof(header[0]));
    for (i = 0; i < p->count; i++)
        photo_row(s, p, &p->list[i], &style, out);
}

void
photo_report_rejects(const struct session *s, const struct photos *p,
                     struct buf *out)
{
    static const char *const header[] = {"Number", "Avatar", "Error"};
    static const struct csv_style style = {.delimiter = ',', .bom = true};
    size_t i;

    csv_write_start(out, &style);
    csv_write_row(out, &style, header, sizeof(header) / sizeof(header[0]));
    for (i = 0; i < p->count; i++) {
        const struct photo *x = &p->list[i];
        char *path = realpath(x->path, NULL), *why = message_of(s, p, x);
        const char *cells[] = {"", path != NULL ? path : x->path, why};

        if (photo_fate(x) != PHOTO_MATCHED &&
            text_valid(cells[1], strlen(cells[1]), NULL))
            csv_write_row(out, &style, cells, sizeof(cells) / sizeof(cells[0]));
        free(why);
        free(path);
    }
}
