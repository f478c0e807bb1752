/*
 * Findings as a SARIF 2.1.0 log (OASIS standard), which code hosts and review
 * tools read.
 *
 *     runs[0].tool.driver.rules   the rules that found something
 *     runs[0].artifacts           0: the backup; 1: the database in it
 *     runs[0].results             the findings; those about a user point at
 *                                 the line in the database where it begins
 *
 * A fingerprint is made of code, extension, field and message, so that a tool
 * recognises a finding in the next backup.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cxbak/util/buf.h"
#include "cxbak/util/fnv.h"
#include "cxbak/report/check_report.h"
#include "cxbak/backup/database.h"
#include "cxbak/report/jsonout.h"
#include "cxbak/util/mem.h"

#define SCHEMA "https://json.schemastore.org/sarif-2.1.0.json"

/* Artifacts by their index. */
#define ARTIFACT_BACKUP   0
#define ARTIFACT_DATABASE 1

/* A path as a relative or absolute URI reference (RFC 3986). */
static char *
make_uri(const char *path)
{
    struct buf b = BUF_INIT;

    /* A colon in the first part would be taken for a scheme. */
    if (*path == '/')
        buf_adds(&b, "file://");
    for (; *path != '\0'; path++) {
        unsigned char c = (unsigned char)*path;

        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
            (c >= '0' && c <= '9') || strchr("-._~/", c) != NULL)
            buf_addc(&b, (char)c);
        else
            buf_printf(&b, "%%%02X", c);
    }
    return buf_steal(&b);
}

static struct json_t *
text_object(const char *text)
{
    struct json_t *o = jsonout_object();

    jsonout_set_string(o, "text", text);
    return o;
}

static struct json_t *
rule_object(const struct rule *r, const char *fix)
{
    struct json_t *o = jsonout_object(), *level = jsonout_object();
    char *help = mem_printf("%s\n\n%s\n\nSource: %s", r->why, fix, r->source);

    jsonout_set_string(o, "id", r->code);
    jsonout_set(o, "shortDescription", text_object(r->title));
    jsonout_set(o, "fullDescription", text_object(r->why));
    jsonout_set(o, "help", text_object(help));
    jsonout_set_string(level, "level", severity_name(r->severity));
    jsonout_set(o, "defaultConfiguration", level);
    free(help);
    return o;
}

static void
hash_text(uint64_t *h, const char *s)
{
    /* The NUL counts, so that "ab" "c" is not "a" "bc". */
    s = s != NULL ? s : "";
    *h = fnv_more(*h, s, strlen(s) + 1);
}

static struct json_t *
fingerprint(const struct finding *f)
{
    struct json_t *o = jsonout_object();
    uint64_t h = FNV_START;
    char *text;

    hash_text(&h, f->rule->code);
    hash_text(&h, f->number);
    hash_text(&h, f->field);
    hash_text(&h, f->message);
    text = mem_printf("%016jx", (uintmax_t)h);
    jsonout_set_string(o, "finding/v1", text);
    free(text);
    return o;
}

static struct json_t *
artifact_location(const char *path, uint64_t index)
{
    struct json_t *o = jsonout_object();
    char *uri = make_uri(path);

    jsonout_set_string(o, "uri", uri);
    jsonout_set_count(o, "index", index);
    free(uri);
    return o;
}

/* Where the finding is: the user's line in the database, else the backup. */
static struct json_t *
location(const struct finding *f, const struct backup *b)
{
    size_t user = f->number != NULL
                      ? database_find(b->database, f->number, NULL)
                      : SIZE_MAX;
    struct json_t *o = jsonout_object(), *physical = jsonout_object();

    if (user == SIZE_MAX) {
        jsonout_set(physical, "artifactLocation",
                    artifact_location(b->path, ARTIFACT_BACKUP));
    } else {
        struct json_t *region = jsonout_object(), *logical = jsonout_object();
        struct json_t *list = jsonout_array();
        char *name = f->field != NULL ? mem_printf("%s/%s", f->number, f->field)
                                      : mem_dup(f->number);

        jsonout_set(physical, "artifactLocation",
                    artifact_location(zdir_member(b->zip, b->db)->name,
                                      ARTIFACT_DATABASE));
        jsonout_set_count(region, "startLine", b->database->users[user].line);
        jsonout_set(physical, "region", region);
        jsonout_set_string(logical, "name", f->number);
        jsonout_set_string(logical, "fullyQualifiedName", name);
        jsonout_set_string(logical, "kind", "element");
        jsonout_append(list, logical);
        jsonout_set(o, "logicalLocations", list);
        free(name);
    }
    jsonout_set(o, "physicalLocation", physical);
    return o;
}

static struct json_t *
result(const struct finding *f, const struct backup *b, size_t rule)
{
    struct json_t *o = jsonout_object(), *places = jsonout_array();
    char *text = f->number != NULL
                     ? mem_printf("extension %s: %s", f->number, f->message)
                     : mem_dup(f->message);

    jsonout_set_string(o, "ruleId", f->rule->code);
    jsonout_set_count(o, "ruleIndex", rule);
    jsonout_set_string(o, "level", severity_name(f->severity));
    jsonout_set(o, "message", text_object(text));
    jsonout_append(places, location(f, b));
    jsonout_set(o, "locations", places);
    jsonout_set(o, "partialFingerprints", fingerprint(f));
    free(text);
    return o;
}

static struct json_t *
artifacts(const struct backup *b)
{
    struct json_t *list = jsonout_array(), *zip = jsonout_object();
    struct json_t *db = jsonout_object();

    jsonout_set(zip, "location", artifact_location(b->path, ARTIFACT_BACKUP));
    jsonout_set_string(zip, "mimeType", "application/zip");
    jsonout_append(list, zip);
    jsonout_set(
        db, "location",
        artifact_location(zdir_member(b->zip, b->db)->name, ARTIFACT_DATABASE));
    jsonout_set_string(db, "mimeType", "application/xml");
    jsonout_set_count(db, "parentIndex", ARTIFACT_BACKUP);
    jsonout_append(list, db);
    return list;
}

/* Note the rule's place in the list for each of its findings; false if it has
 * none. */
static bool
place_rule(const struct findings *f, const struct rule *r, size_t place,
           size_t *places)
{
    bool used = false;
    size_t i;

    for (i = 0; i < f->count; i++) {
        if (f->list[i].rule == r) {
            places[i] = place;
            used = true;
        }
    }
    return used;
}

/* The rules that found something, in the order of the catalogue; `places` has
 * for each finding where its rule stands among them. */
static struct json_t *
driver(const struct findings *f, rule_fix_fn *fix, size_t *places)
{
    struct json_t *o = jsonout_object(), *rules = jsonout_array();
    const struct rule *r;
    size_t i, used = 0;

    for (i = 0; (r = rule_at(i)) != NULL; i++) {
        if (!place_rule(f, r, used, places))
            continue;
        jsonout_append(rules, rule_object(r, fix(r)));
        used++;
    }
    jsonout_set_string(o, "name", "cxbak");
    jsonout_set_string(o, "version", CXBAK_VERSION);
    jsonout_set(o, "rules", rules);
    return o;
}

void
check_report_sarif(FILE *out, const struct findings *f, const struct backup *b,
                   rule_fix_fn *fix)
{
    size_t *places = mem_array(NULL, f->count, sizeof(*places)), i;
    struct json_t *tool = jsonout_object();
    struct jsonout o;

    jsonout_set(tool, "driver", driver(f, fix, places));
    jsonout_start(&o, out, false);
    jsonout_open(&o, NULL, '{');
    jsonout_put(&o, "$schema", jsonout_string(SCHEMA));
    jsonout_put(&o, "version", jsonout_string("2.1.0"));
    jsonout_open(&o, "runs", '[');
    jsonout_open(&o, NULL, '{');
    jsonout_put(&o, "tool", tool);
    jsonout_put(&o, "artifacts", artifacts(b));
    jsonout_open(&o, "results", '[');
    for (i = 0; i < f->count; i++)
        jsonout_put(&o, NULL, result(&f->list[i], b, places[i]));
    jsonout_close(&o);
    jsonout_put(&o, "columnKind", jsonout_string("unicodeCodePoints"));
    jsonout_close(&o);
    jsonout_close(&o);
    jsonout_close(&o);
    free(places);
}
