#include <stdio.h>

#include "cxbak/report/backup_json.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/human.h"

/* What the backup says of itself in `metadata`; null where it does not. */
static struct json_t *
metadata_json(const struct metadata *m)
{
    struct json_t *doc;
    char time[METADATA_TIME_ROOM], content[HUMAN_ROOM];

    if (m->wrong != NULL)
        return jsonout_string(NULL);
    doc = jsonout_object();
    snprintf(content, sizeof(content), "0x%X", (unsigned)m->content);
    jsonout_set_string(doc, "Version", m->version);
    jsonout_set_string(doc, "Date", metadata_time(m, time));
    jsonout_set_string(doc, "Content", content);
    jsonout_set_bool(doc, "Everything", m->content == METADATA_EVERYTHING);
    jsonout_set_bool(doc, "Plain", m->plain);
    return doc;
}

/* Why a backup that is made of this one would not be written, and whether it
 * can be all the same; null where nothing is in the way. */
static struct json_t *
writing_json(const struct backup *b)
{
    struct err e = ERR_INIT;
    struct json_t *doc = NULL;

    if (backup_writable(b, false, &e) != ST_OK) {
        doc = jsonout_object();
        jsonout_set_string(doc, "Message", e.msg);
        jsonout_set_bool(doc, "Anyway", e.hint == HINT_WRITE_ANYWAY);
    }
    err_free(&e);
    return doc != NULL ? doc : jsonout_string(NULL);
}

struct json_t *
backup_json(const struct backup *b, const struct avatars *a)
{
    const struct database *d = b->database;
    struct json_t *doc = jsonout_object();

    jsonout_set_string(doc, "Backup", b->path);
    jsonout_set_string(doc, "Database", zdir_member(b->zip, b->db)->name);
    jsonout_set_string(doc, "Version", d->version);
    jsonout_set_string(doc, "Date", d->date);
    jsonout_set_string(doc, "Company", d->company);
    jsonout_set_string(doc, "ExternalFqdn", d->external_fqdn);
    jsonout_set_count(doc, "Users", d->user_count);
    jsonout_set_count(doc, "Groups", groups_count(&d->groups));
    jsonout_set_count(doc, "Pictures", a->picture_count);
    jsonout_set_count(doc, "Members", zdir_count(b->zip));
    jsonout_set_count(doc, "Size", zdir_file_size(b->zip));
    jsonout_set_bool(doc, "Encrypted", b->encrypted);
    jsonout_set_string(doc, "Mark", mark_word(b->mark));
    jsonout_set(doc, "Metadata", metadata_json(&b->metadata));
    jsonout_set(doc, "Writing", writing_json(b));
    return doc;
}
