/* What is whole of a damaged archive. */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cxbak/backup/backup.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/salvage/salvage.h"
#include "cxbak/util/buf.h"
#include "cxbak/util/human.h"
#include "cxbak/util/io.h"
#include "cxbak/util/outfile.h"
#include "cxbak/util/text.h"
#include "cli/commands.h"
#include "cli/hint.h"
#include "cli/output.h"
#include "cli/password.h"
#include "cli/progress.h"
#include "cli/say.h"
#include "cli/std_streams.h"

/* The work on one file, and what came of it. */
struct work {
    struct args *args;
    const char *path; /* of the damaged file */
    int fd;
    struct source source;
    char *password;
    struct salvage_options options;
    struct salvage *salvage;
    struct backup *backup; /* what was written, if it opens as one */
    char * not ;           /* or why it does not */
    bool closed;           /* for want of the password */
};

static const char *
state_word(const struct salvage_member *m)
{
    switch (m->state) {
    case SALVAGE_WHOLE:
        return m->why != NULL ? "repaired" : "whole";
    case SALVAGE_UNCHECKED:
        return "unchecked";
    case SALVAGE_LEFT:
        return "left out";
    case SALVAGE_LOST:
        break;
    }
    return "lost";
}

static size_t
count_of(const struct salvage_summary *s)
{
    return s->whole + s->unchecked + s->lost + s->left;
}

/* Print the members that are not simply whole, or with --all every one. */
static void
print_members(const struct work *w)
{
    size_t i, n = count_of(salvage_summary(w->salvage));
    char size[HUMAN_ROOM];

    for (i = 0; i < n; i++) {
        const struct salvage_member *m = salvage_member(w->salvage, i);
        struct buf line = BUF_INIT;

        if (m->why == NULL && !args_flag(w->args, "all"))
            continue;
        buf_printf(&line, "%-9s  ", state_word(m));
        text_escape(&line, m->name);
        buf_printf(&line, " (%s)%s%s",
                   m->size == UINT64_MAX ? "of unknown size"
                                         : human_size(size, m->size),
                   m->why != NULL ? ": " : "", m->why != NULL ? m->why : "");
        puts(buf_str(&line));
        buf_free(&line);
    }
    streams_flush();
}

/* Say what became of the member `i`, which is called `what`. */
static void
say_part(const struct work *w, const char *what, size_t i)
{
    const struct salvage_member *m;

    if (i == SIZE_MAX) {
        say_warning("%s: no %s was found in it", w->path, what);
        return;
    }
    m = salvage_member(w->salvage, i);
    if (m->state == SALVAGE_LOST)
        say_warning("%s: the %s, \"%s\", is lost: %s", w->path, what, m->name,
                    m->why);
    else if (m->state == SALVAGE_UNCHECKED)
        say_warning("%s: the %s, \"%s\", is unchecked: %s", w->path, what,
                    m->name, m->why);
    else
        say_note("%s: the %s, \"%s\", is whole", w->path, what, m->name);
}

/* Say what else casts doubt on what was found. */
static void
say_doubts(const struct work *w)
{
    const struct salvage_summary *s = salvage_summary(w->salvage);
    char n[HUMAN_ROOM];

    if (s->sealed > 0 && w->password == NULL)
        say_warning("%s: %s not checked, because of encryption: give the "
                    "password with --password-file FILE",
                    w->path, human_things(n, s->sealed, "file"));
    if (s->foreign)
        say_warning("%s: more than one archive lies in it; what is taken is "
                    "what one of them lists",
                    w->path);
    if (s->left > 0)
        say_warning("%s: %s left out: see the list", w->path,
                    human_things(n, s->left, "file"));
    if (s->doubtful > 0)
        say_warning("%s: %s may have another name: see the list", w->path,
                    human_things(n, s->doubtful, "file"));
}

static void
say_summary(const struct work *w)
{
    const struct salvage_summary *s = salvage_summary(w->salvage);
    char whole[HUMAN_ROOM], unchecked[HUMAN_ROOM], lost[HUMAN_ROOM];
    char folders[HUMAN_ROOM];

    human_things(folders, s->folders, "folder");
    say_note("%s: %s%s%s whole, %s unchecked, %s lost", w->path,
             human_things(whole, s->whole - s->folders, "file"),
             s->folders > 0 ? " and " : "", s->folders > 0 ? folders : "",
             human_count(unchecked, s->unchecked), human_count(lost, s->lost));
    if (s->directory == SALVAGE_DIRECTORY_NONE)
        say_warning("%s: no directory is left, so more files may be lost "
                    "without a trace",
                    w->path);
    else if (s->directory == SALVAGE_DIRECTORY_PART)
        say_warning("%s: the directory is damaged, so more files may be lost "
                    "without a trace",
                    w->path);
    if (s->unlisted > 0)
        say_note("%s: %s left out, which the directory does not list", w->path,
                 human_things(whole, s->unlisted, "header"));
    if (s->weary)
        say_warning("%s: so much of it is damaged that not every way to find "
                    "more was tried",
                    w->path);
    if (s->dotted)
        say_note("%s: all names in it begin with \"./\", which is taken away: "
                 "a restore looks for the database by its bare name",
                 w->path);
    say_doubts(w);
    say_part(w, "database", s->database);
    say_part(w, "metadata", s->metadata);
}

/* Say what was written, and that it is no backup. */
static void
say_written(const struct work *w, const char *path, uint64_t bytes)
{
    const struct salvage_summary *s = salvage_summary(w->salvage);
    const char *version =
        w->backup != NULL ? w->backup->database->version : NULL;
    char n[HUMAN_ROOM], size[HUMAN_ROOM];

    if (version != NULL)
        say_note("%s: the database is of %s%s and has %s", path,
                 *version != '\0' ? "version " : "an unknown version", version,
                 human_things(n, w->backup->database->user_count, "user"));
    else
        say_warning("it cannot be opened as a backup: %s", w->not );
    say_note("%s: %s, %s, marked as salvaged: this is not a backup, and "
             "restoring it is at your own risk",
             path,
             human_things(n, s->whole + s->unchecked - s->folders, "file"),
             human_size(size, bytes));
}

/* A number, or null if it is not known. */
static void
set_known(struct json_t *doc, const char *key, uint64_t n)
{
    if (n == UINT64_MAX)
        jsonout_set_string(doc, key, NULL);
    else
        jsonout_set_count(doc, key, n);
}

static struct json_t *
member_json(const struct salvage_member *m)
{
    struct json_t *doc = jsonout_object();

    jsonout_set_string(doc, "Name", m->name);
    jsonout_set_string(doc, "State", state_word(m));
    jsonout_set_string(doc, "Why", m->why);
    set_known(doc, "Size", m->size);
    set_known(doc, "Offset", m->offset);
    return doc;
}

/* The state of a member in one word, or null if there is none. */
static void
set_state(struct json_t *doc, const char *key, const struct work *w, size_t i)
{
    jsonout_set_string(
        doc, key,
        i == SIZE_MAX ? NULL : state_word(salvage_member(w->salvage, i)));
}

static void
print_json(const struct work *w)
{
    static const char *const directories[] = {"none", "damaged", "whole"};
    const struct salvage_summary *s = salvage_summary(w->salvage);
    struct json_t *doc = jsonout_object(), *list = jsonout_array();
    size_t i, n = count_of(s);

    for (i = 0; i < n; i++)
        jsonout_append(list, member_json(salvage_member(w->salvage, i)));
    jsonout_set(doc, "Members", list);
    jsonout_set_count(doc, "Whole", s->whole);
    jsonout_set_count(doc, "Unchecked", s->unchecked);
    jsonout_set_count(doc, "Lost", s->lost);
    jsonout_set_count(doc, "LeftOut", s->left);
    jsonout_set_string(doc, "Directory", directories[s->directory]);
    set_state(doc, "Database", w, s->database);
    set_state(doc, "Metadata", w, s->metadata);
    if (w->backup != NULL)
        jsonout_set_count(doc, "Users", w->backup->database->user_count);
    else
        jsonout_set_string(doc, "Users", NULL);
    jsonout_set_string(doc, "Output", args_value(w->args, "output"));
    jsonout_print(doc, stdout);
}

/* The password of the command line. */
static int
give_password(void *arg, const char **password, struct err *e)
{
    const struct work *w = arg;

    *password = w->password;
    return e->status;
}

/* Is the source a backup that can be opened?  That it is none is no error
 * here. */
static int
try_source(struct work *w, const struct source *source, struct err *e)
{
    struct backup_options options = {
        .password = w->password != NULL ? give_password : NULL,
        .password_arg = w};

    backup_open_source(&w->backup, source, &options, e);
    if (e->status == ST_BACKUP || e->status == ST_PASSWORD) {
        w->closed = e->status == ST_PASSWORD;
        w->not = hint_text(e);
        err_free(e);
    }
    return e->status;
}

/* The same of what was written. */
static int
try_backup(struct work *w, struct sink *o, struct err *e)
{
    struct source written;

    if (sink_reread(o, &written, e) != ST_OK)
        return e->status;
    return try_source(w, &written, e);
}

static int
write_out(struct work *w, const char *path, struct err *e)
{
    struct outfile_options q;
    struct outfile *o = NULL;
    uint64_t bytes;

    if (output_begin(&q, w->args, path, e) != ST_OK)
        return e->status;
    if (outfile_open(&o, path, &q, e) != ST_OK ||
        salvage_write(w->salvage, outfile_sink(o), e) != ST_OK ||
        try_backup(w, outfile_sink(o), e) != ST_OK)
        goto done;
    bytes = outfile_sink(o)->size;
    if (sink_finish(outfile_sink(o), NULL, e) == ST_OK)
        say_written(w, path, bytes);
done:
    outfile_free(o);
    output_end();
    return e->status;
}

/* Say that the archive is whole, and whether a restore can use it. */
static int
refuse_intact(struct work *w, struct err *e)
{
    const struct salvage_summary *s = salvage_summary(w->salvage);
    const char *but = NULL;
    struct err why = ERR_INIT;

    if (try_source(w, &w->source, e) != ST_OK)
        return e->status;
    if (w->backup != NULL && backup_writable(w->backup, true, &why) != ST_OK)
        but = why.msg;
    else if (w->backup == NULL && !w->closed)
        but = w->not ;
    err_set(e, ST_REFUSED,
            "%s: the archive is not damaged%s, so there is "
            "nothing to salvage%s%s",
            w->path,
            s->sealed > 0 && w->password == NULL
                ? " where it can be read without its password (give it with "
                  "--password-file to look at the rest)"
                : "",
            but != NULL ? ", but it cannot be used: " : ": use it as it is",
            but != NULL ? but : "");
    err_free(&why);
    return e->status;
}

/* Go through the file. */
static int
survey(struct work *w, struct err *e)
{
    struct progress progress;
    struct observer observer = progress_observer(&progress);

    w->options.observer = &observer;
    progress_start(&progress, "Reading", PROGRESS_BYTES, w->source.size, stderr,
                   say_get_level() > SAY_QUIET);
    salvage_survey(&w->salvage, &w->source, &w->options, e);
    progress_clear(&progress);
    w->options.observer = NULL;
    if (e->status == ST_OK && salvage_summary(w->salvage)->intact)
        refuse_intact(w, e);
    return e->status;
}

static void
finish(struct work *w)
{
    backup_free(w->backup);
    free(w->not );
    salvage_free(w->salvage);
    password_free(w->password);
    if (w->fd != -1)
        close(w->fd);
}

int
cmd_salvage(struct args *a, struct err *e)
{
    struct work w = {.args = a, .path = a->operands[0], .fd = -1};
    const char *path = args_value(a, "output");
    const struct salvage_summary *s;
    char n[HUMAN_ROOM];
    int status = ST_OK;

    if (io_open(&w.fd, NULL, w.path, a->inputs, ST_BACKUP, e) != ST_OK ||
        source_file(&w.source, w.fd, w.path, e) != ST_OK ||
        output_check_all(a, e) != ST_OK ||
        (password_path(a) != NULL &&
         password_get(a, w.path, &w.password, e) != ST_OK))
        goto done;
    w.options.password = w.password;
    if (survey(&w, e) != ST_OK)
        goto done;
    s = salvage_summary(w.salvage);
    if (s->whole + s->unchecked == 0) {
        err_set(e, ST_BACKUP, "%s: nothing of it is whole: %s lost", w.path,
                human_things(n, s->lost, "file"));
        goto done;
    }
    if (!args_flag(a, "json"))
        print_members(&w);
    say_summary(&w);
    if (path == NULL)
        say_note("nothing was written; -o OUT writes an archive of what is "
                 "whole");
    else if (write_out(&w, path, e) != ST_OK)
        goto done;
    if (args_flag(a, "json"))
        print_json(&w);
    if (s->lost + s->unchecked + s->left + s->doubtful > 0 || s->foreign ||
        s->database == SIZE_MAX || s->directory != SALVAGE_DIRECTORY_WHOLE)
        status = ST_DIFFER;
done:
    finish(&w);
    return e->status != ST_OK ? e->status : status;
}
