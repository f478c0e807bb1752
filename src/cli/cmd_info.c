#include <stdio.h>
#include <unistd.h>

#include "cxbak/report/human.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/report/text_table.h"
#include "cli/commands.h"
#include "cli/session.h"

static void
print_json(const struct backup *b)
{
    const struct database *d = b->database;
    struct json_t *doc = jsonout_object();

    jsonout_set_string(doc, "Database", zdir_member(b->zip, b->db)->name);
    jsonout_set_string(doc, "Version", d->version);
    jsonout_set_string(doc, "Date", d->date);
    jsonout_set_string(doc, "Company", d->company);
    jsonout_set_string(doc, "ExternalFqdn", d->external_fqdn);
    jsonout_set_count(doc, "Users", d->user_count);
    jsonout_set_count(doc, "Members", zdir_count(b->zip));
    jsonout_set_count(doc, "Size", zdir_file_size(b->zip));
    jsonout_set_bool(doc, "Encrypted", b->encrypted);
    jsonout_print(doc, stdout);
}

static void
row(struct text_table *t, const char *label, const char *value)
{
    text_table_add(t, label);
    text_table_copy(t, *value != '\0' ? value : "(not in the backup)");
}

static void
print_table(const struct session *s)
{
    const struct backup *b = s->backup;
    const struct database *d = b->database;
    const struct zmember *m = zdir_member(b->zip, b->db);
    struct text_table *t = text_table_new();
    char n[HUMAN_ROOM], size[HUMAN_ROOM];

    text_table_column(t, "", TEXT_TABLE_LEFT);
    text_table_column(t, "", TEXT_TABLE_LEFT);
    row(t, "Backup", b->path);
    row(t, "Company", d->company);
    row(t, "External FQDN", d->external_fqdn);
    row(t, "Version", d->version);
    row(t, "Date", d->date);
    text_table_add(t, "Database");
    text_table_printf(t, "%s (%s)", m->name, human_size(size, m->usize));
    row(t, "Users", human_count(n, d->user_count));
    row(t, "Pictures", human_count(n, s->avatars.picture_count));
    row(t, "Members", human_count(n, zdir_count(b->zip)));
    row(t, "Size", human_size(size, zdir_file_size(b->zip)));
    row(t, "Encrypted", b->encrypted ? "yes" : "no");
    text_table_print(t, stdout, 0, false);
    text_table_free(t);
}

int
cmd_info(struct args *a, struct err *e)
{
    struct session s;

    if (session_open(&s, a, a->operands[0], false, e) == ST_OK) {
        if (args_flag(a, "json"))
            print_json(s.backup);
        else
            print_table(&s);
    }
    session_close(&s);
    return e->status;
}
