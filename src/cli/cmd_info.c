#include <stdio.h>
#include <unistd.h>

#include "cxbak/util/human.h"
#include "cxbak/report/backup_json.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/report/text_table.h"
#include "cli/commands.h"
#include "cli/many.h"
#include "cli/screen.h"
#include "cli/session.h"

static void
row(struct text_table *t, const char *label, const char *value)
{
    text_table_add(t, label);
    text_table_copy(t, *value != '\0' ? value : "(not in the backup)");
}

static void
metadata_row(struct text_table *t, const struct metadata *m)
{
    char time[METADATA_TIME_ROOM];

    text_table_add(t, "Metadata");
    if (m->member == SIZE_MAX)
        text_table_add(t, "(not in the backup)");
    else if (m->wrong != NULL)
        text_table_printf(t, "not understood: %s", m->wrong);
    else if (m->content == METADATA_EVERYTHING)
        text_table_printf(t, "%s, version %s, holds everything",
                          metadata_time(m, time), m->version);
    else
        text_table_printf(t, "%s, version %s, holds parts 0x%X",
                          metadata_time(m, time), m->version,
                          (unsigned)m->content);
}

/* Is any file in the archive encrypted? */
static bool
has_encrypted(const struct backup *b)
{
    size_t i;

    for (i = 0; i < zdir_count(b->zip); i++) {
        if (zdir_member(b->zip, i)->flags & ZFLAG_ENCRYPTED)
            return true;
    }
    return false;
}

/* In words, because of two ways only one is known. */
static const char *
encryption_words(const struct backup *b)
{
    if (b->encrypted)
        return "yes";
    if (b->metadata.wrong == NULL && !b->metadata.plain)
        return "probably, in a way that is not known (metadata is not plain)";
    return has_encrypted(b) ? "other files, but not the database" : "no";
}

static void
print_table(const struct session *s)
{
    const struct backup *b = s->job.backup;
    const struct database *d = b->database;
    const struct zmember *m = zdir_member(b->zip, b->db);
    struct text_table *t = text_table_new();
    char n[HUMAN_ROOM], size[HUMAN_ROOM];

    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    row(t, "Backup", b->path);
    if (b->mark != MARK_NONE) {
        text_table_add(t, "No backup");
        text_table_add(t, mark_phrase(b->mark));
    }
    row(t, "Company", d->company);
    row(t, "External FQDN", d->external_fqdn);
    row(t, "Version", d->version);
    row(t, "Date", d->date);
    metadata_row(t, &b->metadata);
    text_table_add(t, "Database");
    text_table_printf(t, "%s (%s)", m->name, human_size(size, m->usize));
    row(t, "Users", human_count(n, d->user_count));
    row(t, "Groups", human_count(n, groups_count(&d->groups)));
    row(t, "Pictures", human_count(n, s->job.avatars.picture_count));
    row(t, "Files", human_count(n, zdir_count(b->zip) - zdir_folders(b->zip)));
    row(t, "Size", human_size(size, zdir_file_size(b->zip)));
    row(t, "Encrypted", encryption_words(b));
    text_table_print(t, stdout, 0, false);
    text_table_free(t);
}

/* Several backups, one on a line. */
struct fleet {
    struct args *args;
    size_t count;
    struct text_table *table; /* of several; NULL for JSON */
};

static void
start_table(struct text_table *t)
{
    text_table_column(t, "Backup", TEXT_TABLE_LEFT);
    text_table_files(t);
    text_table_column(t, "Company", TEXT_TABLE_LEFT);
    text_table_column(t, "Version", TEXT_TABLE_LEFT);
    text_table_column(t, "Users", TEXT_TABLE_RIGHT);
    text_table_column(t, "Pictures", TEXT_TABLE_RIGHT);
    text_table_column(t, "Size", TEXT_TABLE_RIGHT);
    text_table_column(t, "Encrypted", TEXT_TABLE_LEFT);
    text_table_column(t, "Date", TEXT_TABLE_LEFT);
}

static void
add_row(struct text_table *t, const struct session *s)
{
    const struct backup *b = s->job.backup;
    char n[HUMAN_ROOM];

    text_table_copy(t, b->path);
    text_table_copy(t, b->database->company);
    text_table_copy(t, b->database->version);
    text_table_copy(t, human_count(n, b->database->user_count));
    text_table_copy(t, human_count(n, s->job.avatars.picture_count));
    text_table_copy(t, human_size(n, zdir_file_size(b->zip)));
    text_table_add(t, b->encrypted ? "yes" : "no");
    text_table_copy(t, b->database->date);
}

static int
info_one(void *arg, const char *path, struct err *e)
{
    struct fleet *f = arg;
    struct session s = {0};

    if (session_open(&s, f->args, path, 0, e) != ST_OK)
        goto done;
    if (f->table != NULL)
        add_row(f->table, &s);
    else if (!args_flag(f->args, "json"))
        print_table(&s);
    else if (f->count > 1)
        jsonout_print_line(backup_json(s.job.backup, &s.job.avatars), stdout);
    else
        jsonout_print(backup_json(s.job.backup, &s.job.avatars), stdout);
done:
    session_close(&s);
    return e->status;
}

int
cmd_info(struct args *a, struct err *e)
{
    struct fleet f = {.args = a, .count = a->noperands};

    if (f.count > 1 && !args_flag(a, "json")) {
        f.table = text_table_new();
        start_table(f.table);
    }
    many_each(a, f.count, info_one, &f, e);
    if (f.table != NULL && text_table_rows(f.table) > 0)
        screen_table(f.table, a, SCREEN_ELSEWHERE);
    text_table_free(f.table);
    return e->status;
}
